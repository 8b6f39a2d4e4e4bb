/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.azurepostgrestls.wire;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.github.azurepostgrestls.certificate.CertificateProblem;
import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.wire.UnprovenServerException.Missing;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that the TLS engine has completed, and what it must have shown: a
 * certificate that was verified in it, the protocol where one is demanded, and under
 * verify-full a name that the driver's own verifier accepts, too.
 *
 * @param handshake what was found out in it
 * @param session the session
 * @param applicationProtocol the selected protocol (ALPN), or {@code null} if none is
 * demanded
 * @author the azure-postgres-tls contributors
 */
record CompleteHandshake(Handshake handshake, SSLSession session,
		@Nullable Supplier<@Nullable String> applicationProtocol) {

	/**
	 * Require that the server is verified.
	 * @param security what the server must fulfil
	 * @return what was negotiated
	 * @throws IOException if it isn't
	 */
	NegotiatedSession requireVerified(ConnectionSecurity security) throws IOException {
		VerifiedPath path = this.handshake.path();
		if (path == null) {
			throw new UnprovenServerException(Missing.CERTIFICATE);
		}
		if (this.applicationProtocol != null) {
			ApplicationProtocol.require(this.applicationProtocol.get());
		}
		ServerAddress server = this.handshake.server();
		requireName(security, server.host());
		return new NegotiatedSession(server, security.mode(), this.handshake.serverName(), this.session.getProtocol(),
				this.session.getCipherSuite(), path, Instant.now(), this.handshake.duration());
	}

	private void requireName(ConnectionSecurity security, String host) throws SSLPeerUnverifiedException {
		if (!security.isNameVerified(host, this.session)) {
			this.handshake.presented(presentedChain(this.session));
			ServerCertificateRefusedException refusal = this.handshake.refused(security.trustedRoots(),
					new CertificateRefusedException(CertificateProblem.OTHER_HOST_NAME,
							this.handshake.presentedChain().get(0), "has no name that the driver's verifier accepts",
							null));
			throw (SSLPeerUnverifiedException) new SSLPeerUnverifiedException(refusal.getMessage()).initCause(refusal);
		}
	}

	static List<X509Certificate> presentedChain(SSLSession session) {
		try {
			return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
		}
		catch (SSLPeerUnverifiedException ex) {
			return List.of();
		}
	}

}

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
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.trust.RootCertificates;
import org.jspecify.annotations.Nullable;

/**
 * One TLS handshake: what the trust manager finds out in it. Used by the thread that
 * connects only.
 *
 * @author the azure-postgres-tls contributors
 */
final class Handshake {

	private final ServerAddress server;

	private final String serverName;

	private final long startedAt = System.nanoTime();

	private List<X509Certificate> presentedChain = List.of();

	private @Nullable VerifiedPath path;

	private @Nullable ServerCertificateRefusedException refusal;

	Handshake(ServerAddress server, String serverName) {
		this.server = server;
		this.serverName = serverName;
	}

	ServerAddress server() {
		return this.server;
	}

	String serverName() {
		return this.serverName;
	}

	/**
	 * The server presented a chain.
	 * @param chain the certificates in the server's order, its own first
	 */
	void presented(List<X509Certificate> chain) {
		this.presentedChain = chain;
	}

	List<X509Certificate> presentedChain() {
		return this.presentedChain;
	}

	void trusted(VerifiedPath path) {
		this.path = path;
	}

	/**
	 * The server's certificate is refused.
	 * @param roots the roots that were trusted
	 * @param cause why it is refused
	 * @return the refusal
	 */
	ServerCertificateRefusedException refused(RootCertificates roots, CertificateException cause) {
		ServerCertificateRefusedException refusal = new ServerCertificateRefusedException(this.server, this.serverName,
				this.presentedChain, roots, cause);
		this.refusal = refusal;
		return refusal;
	}

	/**
	 * Return the verified path.
	 * @return the path, or {@code null} if no certificate was verified in this handshake
	 */
	@Nullable VerifiedPath path() {
		return this.path;
	}

	@Nullable ServerCertificateRefusedException refusal() {
		return this.refusal;
	}

	/**
	 * Find out why the handshake failed.
	 * @param thrown what the TLS engine threw
	 * @param timedOutAfter how long the connection was tried, if there was no more time
	 * @param received what the server sent first
	 * @param tlsStart where TLS starts in that
	 * @return the failure
	 */
	Exception failure(IOException thrown, @Nullable Duration timedOutAfter, ReceivedPrefix received, int tlsStart) {
		if (this.refusal != null) {
			return this.refusal;
		}
		if (timedOutAfter != null) {
			return new ConnectionTimedOutException(this.server, ConnectionStage.TLS_HANDSHAKE, timedOutAfter,
					this.presentedChain);
		}
		return received.isOtherThanTls(tlsStart) ? new TlsRefusedException(this.server, received.bytes())
				: new HandshakeFailedException(this.server, this.presentedChain, thrown);
	}

	Duration duration() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

}

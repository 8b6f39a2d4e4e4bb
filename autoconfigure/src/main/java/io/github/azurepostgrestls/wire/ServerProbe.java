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
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.trust.TrustSource;
import org.jspecify.annotations.Nullable;

/**
 * Performs a TLS handshake with a server as a connection would and disconnects, without
 * authenticating or being recorded.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ServerProbe {

	private final TlsSettings settings;

	private final TrustSource trust;

	private final Duration limit;

	/**
	 * Create a new {@link ServerProbe} instance.
	 * @param settings the settings of the DataSource
	 * @param trust the trust of the DataSource
	 * @param limit how long it may take until the server is verified, without the time to
	 * resolve its name
	 */
	public ServerProbe(TlsSettings settings, TrustSource trust, Duration limit) {
		this.settings = settings;
		this.trust = trust;
		this.limit = limit;
	}

	/**
	 * Probe a server. If the handshake fails without a certificate, such as for a
	 * certificate so weak that the server doesn't even present it, a second handshake
	 * without minimum strength looks for the certificate.
	 * @param server the server
	 * @return the result; a server is accepted by the first handshake only
	 */
	public Result probe(ServerAddress server) {
		long startedAt = System.nanoTime();
		Result result = shakeHands(server, UnaryOperator.identity(), this.limit);
		Duration left = this.limit.minusNanos(System.nanoTime() - startedAt);
		if (!(result.failure() instanceof HandshakeFailedException) || left.isNegative()) {
			return result;
		}
		Result second = shakeHands(server, ConnectionSecurity::withoutMinimumStrength, left);
		return (second.failure() instanceof ServerCertificateRefusedException) ? second : result;
	}

	private Result shakeHands(ServerAddress server, UnaryOperator<ConnectionSecurity> customizer, Duration limit) {
		Attempt attempt = new Attempt();
		ConnectionSecurity security = customizer.apply(new ConnectionSecurity(this.settings, this.trust, attempt));
		try (GuardedSocket socket = new GuardedSocket(security, this.settings.negotiation() == Negotiation.DIRECT,
				limit)) {
			socket.connect(new InetSocketAddress(server.host(), server.port()), 0);
			try (SSLSocket connection = socket.secure()) {
				return attempt.accepted(CompleteHandshake.presentedChain(connection.getSession()));
			}
		}
		catch (IOException | RuntimeException ex) {
			return attempt.refused(ex);
		}
	}

	/**
	 * The result of a probe.
	 *
	 * @param session what was negotiated, or {@code null} if the server was refused
	 * @param presentedChain the chain that the server sent, as far as it came to that
	 * @param failure why the server was refused, or {@code null} if it wasn't
	 */
	public record Result(@Nullable NegotiatedSession session, List<X509Certificate> presentedChain,
			@Nullable Throwable failure) {

	}

	/**
	 * Keeps the outcome of the one handshake.
	 */
	private static final class Attempt implements HandshakeListener {

		private @Nullable NegotiatedSession session;

		private @Nullable Exception failure;

		@Override
		public void verified(NegotiatedSession session, VerifiedConnection connection) {
			this.session = session;
		}

		@Override
		public @Nullable String failed(Exception failure) {
			this.failure = failure;
			return null;
		}

		Result accepted(List<X509Certificate> presentedChain) {
			return new Result(this.session, presentedChain, null);
		}

		Result refused(Exception thrown) {
			Exception failure = (this.failure != null) ? this.failure : thrown;
			return new Result(null, (failure instanceof ServerFailure known) ? known.getPresentedChain() : List.of(),
					failure);
		}

	}

}

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.trust.TrustSource;
import org.jspecify.annotations.Nullable;

/**
 * Shakes hands with a server as a connection would, and then leaves: without a user,
 * without a password, without a trace in the observation of connections.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class ServerProbe {

	private final TlsSettings settings;

	private final TrustSource trust;

	private final Duration limit;

	/**
	 * Create a new {@link ServerProbe} instance.
	 * @param settings what is configured
	 * @param trust whom to believe
	 * @param limit how long all may take
	 */
	public ServerProbe(TlsSettings settings, TrustSource trust, Duration limit) {
		this.settings = settings;
		this.trust = trust;
		this.limit = limit;
	}

	/**
	 * Shake hands.
	 * @param address the server
	 * @return what came of it
	 */
	public Result probe(ServerAddress address) {
		Attempt attempt = new Attempt();
		GuardedSocket socket = new GuardedSocket(new ConnectionSecurity(this.settings, this.trust, attempt),
				this.settings.negotiation() == Negotiation.DIRECT);
		FutureTask<List<X509Certificate>> handshake = new FutureTask<>(() -> shakeHands(socket, address));
		Thread thread = new Thread(handshake, "azure-postgres-tls-probe");
		thread.setDaemon(true);
		thread.start();
		try {
			return attempt.accepted(handshake.get(this.limit.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (ExecutionException ex) {
			return attempt.refused(ex.getCause());
		}
		catch (TimeoutException ex) {
			return attempt.refused(new IOException("%s:%d did not finish within %d seconds".formatted(address.host(),
					address.port(), this.limit.toSeconds())));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return attempt.refused(ex);
		}
		finally {
			close(socket);
		}
	}

	private List<X509Certificate> shakeHands(GuardedSocket socket, ServerAddress address) throws IOException {
		socket.setSoTimeout(Math.toIntExact(this.limit.toMillis()));
		socket.connect(new InetSocketAddress(address.host(), address.port()), Math.toIntExact(this.limit.toMillis()));
		try (SSLSocket connection = socket.secure()) {
			return ConnectionSecurity.presentedChain(connection.getSession());
		}
	}

	private static void close(GuardedSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// What was found out counts
		}
	}

	/**
	 * What came of a handshake.
	 *
	 * @param session what was negotiated, or {@code null} if the server was refused
	 * @param presentedChain the chain that the server sent, as far as it came to that
	 * @param failure why the server was refused, or {@code null} if it wasn't
	 */
	public record Result(@Nullable NegotiatedSession session, List<X509Certificate> presentedChain,
			@Nullable Throwable failure) {

	}

	/**
	 * Keeps what is told of the one handshake.
	 */
	private static final class Attempt implements HandshakeListener {

		private volatile @Nullable NegotiatedSession session;

		private volatile @Nullable Exception failure;

		@Override
		public void verified(NegotiatedSession session, SSLSocket socket) {
			this.session = session;
		}

		@Override
		public void failed(Exception failure) {
			this.failure = failure;
		}

		Result accepted(List<X509Certificate> presentedChain) {
			return new Result(this.session, presentedChain, null);
		}

		Result refused(@Nullable Throwable thrown) {
			Throwable failure = (this.failure != null) ? this.failure : thrown;
			return new Result(null, (failure instanceof ServerCertificateRefusedException refusal)
					? refusal.getPresentedChain() : List.of(), failure);
		}

	}

}

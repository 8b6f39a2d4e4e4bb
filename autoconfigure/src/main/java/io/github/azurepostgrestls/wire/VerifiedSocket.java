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
import java.io.InputStream;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The TLS connection that the driver gets: when its handshake returns, the server is
 * verified.
 * <ol>
 * <li>The TLS engine completes the handshake: the server has proved that it has the key
 * of its certificate, and that nobody changed the handshake (Finished).</li>
 * <li>Its certificate was verified in this handshake, not in an earlier one.</li>
 * <li>With direct negotiation it chose the protocol {@code postgresql}.</li>
 * <li>Under verify-full the driver's own verifier accepts the name, too.</li>
 * </ol>
 * Only then the connection is reported as verified. Whatever fails closes it at once.
 *
 * @author the azure-postgres-tls contributors
 */
final class VerifiedSocket extends EngineSocket {

	private final ConnectionSecurity security;

	private final GuardedSocket connection;

	private final SSLSocket engine;

	private final Map<Object, Handshake> handshakes;

	private @Nullable InputStream input;

	/**
	 * Create a new {@link VerifiedSocket} instance.
	 * @param security what the server must fulfil
	 * @param connection the connection below TLS
	 * @param engine the engine's socket, layered over the connection
	 * @param handshakes where the trust manager finds the handshake of an engine's socket
	 */
	VerifiedSocket(ConnectionSecurity security, GuardedSocket connection, SSLSocket engine,
			Map<Object, Handshake> handshakes) {
		super(connection, engine);
		this.security = security;
		this.connection = connection;
		this.engine = engine;
		this.handshakes = handshakes;
	}

	@Override
	public void startHandshake() throws IOException {
		ServerAddress server = this.connection.server();
		Handshake handshake = new Handshake(server, this.security.nameToVerify(server.host()));
		this.handshakes.put(this.engine, handshake);
		boolean verified = false;
		try {
			this.engine.startHandshake();
			NegotiatedSession session = new CompleteHandshake(handshake, this.engine.getSession(),
					this.connection.isDirect() ? this.engine::getApplicationProtocol : null)
				.requireVerified(this.security);
			this.connection.verified(session);
			verified = true;
		}
		catch (IOException ex) {
			throw this.connection.handshakeFailed(ex, handshake);
		}
		catch (RuntimeException ex) {
			throw this.connection.handshakeFailed(new SSLException(ex), handshake);
		}
		finally {
			this.handshakes.remove(this.engine);
			if (!verified) {
				this.connection.abort();
			}
		}
	}

	@Override
	public InputStream getInputStream() throws IOException {
		if (this.input == null) {
			ServerAddress server = this.connection.server();
			this.input = new LoginInputStream(super.getInputStream(), () -> this.security.loggedIn(server),
					(answer) -> this.connection.report(new LoginRefusedException(server, answer)));
		}
		return this.input;
	}

}

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
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.trust.ServerTrust;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a TLS engine whose bytes somebody else carries, and what becomes of
 * that connection: it is verified and logs in, or it fails once.
 *
 * @author the azure-postgres-tls contributors
 */
public final class EngineHandshake {

	private final ConnectionSecurity security;

	private final ServerTrust trust;

	private final SSLEngine engine;

	private final Handshake handshake;

	private final boolean direct;

	private final LoginMessages login;

	private final AtomicBoolean reported = new AtomicBoolean();

	private final ReceivedPrefix received = new ReceivedPrefix();

	EngineHandshake(ConnectionSecurity security, ServerTrust trust, SSLEngine engine, Handshake handshake,
			boolean direct) {
		this.security = security;
		this.trust = trust;
		this.engine = engine;
		this.handshake = handshake;
		this.direct = direct;
		this.login = new LoginMessages(() -> security.loggedIn(server()),
				(answer) -> report(new LoginRefusedException(server(), answer)));
	}

	/**
	 * Return the engine.
	 * @return the engine, which verifies certificate and name in its handshake
	 */
	public SSLEngine engine() {
		return this.engine;
	}

	/**
	 * Return the server.
	 * @return host and port as they were configured
	 */
	public ServerAddress server() {
		return this.handshake.server();
	}

	/**
	 * Return whether TLS starts without an SSLRequest.
	 * @return whether it does
	 */
	public boolean isDirect() {
		return this.direct;
	}

	/**
	 * Return whether {@link #requireVerified()} may wait for the network.
	 * @return whether revocation is checked
	 */
	public boolean checksRevocation() {
		return this.security.checksRevocation();
	}

	/**
	 * Require that the handshake, which is complete, has verified the server.
	 * @return what was negotiated
	 * @throws IOException if it hasn't: then nothing may be sent
	 */
	public NegotiatedSession requireVerified() throws IOException {
		VerifiedPath path = this.handshake.path();
		if (path != null) {
			requireNotRevoked(path);
		}
		return new CompleteHandshake(this.handshake, this.engine.getSession(),
				this.direct ? this.engine::getApplicationProtocol : null)
			.requireVerified(this.security);
	}

	private void requireNotRevoked(VerifiedPath path) throws SSLException {
		try {
			this.trust.requireNotRevoked(path);
		}
		catch (CertificateException ex) {
			throw new SSLException(this.handshake.refused(this.trust.roots(), ex));
		}
	}

	/**
	 * Report that the connection is verified and used.
	 * @param session what was negotiated
	 * @param connection the connection
	 */
	public void verified(NegotiatedSession session, VerifiedConnection connection) {
		this.security.verified(session, connection);
	}

	/**
	 * Return whether {@link #receivedMessages(ByteBuffer)} still wants to know.
	 * @return whether the login is under way
	 */
	public boolean isLoggingIn() {
		return !this.login.isEnded();
	}

	/**
	 * Return whether the verified server has refused the login.
	 * @return whether it has
	 */
	public boolean isLoginRefused() {
		return this.login.isRefused();
	}

	/**
	 * Return whether the verified server waits for an answer of the client.
	 * @return whether it has asked for a password or the like
	 */
	public boolean isClientsTurn() {
		return this.login.isClientsTurn();
	}

	/**
	 * The client sends something to the verified server.
	 */
	public void sentMessages() {
		this.login.answered();
	}

	/**
	 * Follow the login.
	 * @param bytes what the verified server sent, decrypted
	 */
	public void receivedMessages(ByteBuffer bytes) {
		this.login.follow(bytes);
	}

	/**
	 * Remember what the server sent.
	 * @param bytes the next bytes, not decrypted
	 */
	public void received(byte[] bytes) {
		this.received.add(bytes, 0, bytes.length);
	}

	/**
	 * Return whether the server has agreed to TLS, and sent nothing else, which could
	 * only be injected.
	 * @return whether its answer is a lone {@code S}
	 */
	public boolean isAgreed() {
		return this.received.bytes().length == 1 && this.received.startsWith('S');
	}

	/**
	 * The server didn't agree to TLS.
	 * @return what to throw
	 */
	public IOException refused() {
		return fail(new TlsRefusedException(server(), this.received.bytes()));
	}

	/**
	 * No connection could be made, or it broke off before TLS.
	 * @param cause the reason
	 * @return what to throw
	 */
	public IOException unreachable(IOException cause) {
		return fail(new ServerUnreachableException(server(), cause));
	}

	/**
	 * There is no more time.
	 * @param stage how far the connection has come
	 * @param elapsed how long it was tried
	 * @return what to throw
	 */
	public IOException timedOut(ConnectionStage stage, Duration elapsed) {
		return fail(new ConnectionTimedOutException(server(), stage, elapsed, this.handshake.presentedChain()));
	}

	/**
	 * Something else than TLS was about to be sent.
	 * @return what to throw
	 */
	public IOException plaintextRefused() {
		return fail(new PlaintextRefusedException(server()));
	}

	/**
	 * The handshake failed, or its server wasn't verified.
	 * @param thrown what was thrown
	 * @return what to throw
	 */
	public IOException handshakeFailed(Throwable thrown) {
		IOException failure = (thrown instanceof IOException known) ? known : new SSLException(thrown);
		Exception reason = this.handshake.failure(failure, null, this.received, this.direct ? 0 : 1);
		return fail(reason, failure);
	}

	/**
	 * Forget the handshake, whether it has ended or not.
	 */
	public void end() {
		this.security.ended(this.engine);
	}

	private IOException fail(IOException failure) {
		return fail(failure, failure);
	}

	private IOException fail(Exception failure, IOException thrown) {
		String explanation = report(failure);
		return (explanation != null) ? ExplainedFailures.create(failure, explanation) : thrown;
	}

	private @Nullable String report(Exception failure) {
		return this.reported.compareAndSet(false, true) ? this.security.failed(failure) : null;
	}

}

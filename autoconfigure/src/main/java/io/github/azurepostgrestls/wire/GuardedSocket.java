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
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a server that carries nothing but an SSLRequest and TLS: the
 * plaintext guard below the driver.
 * <ol>
 * <li>The driver may send one SSLRequest. A CancelRequest, which it would send in the
 * clear, is sent over verified TLS instead. Anything else is refused.</li>
 * <li>Only after the server agreed can TLS be layered over the connection, and from then
 * on only TLS records leave.</li>
 * <li>The first failure closes the connection and is reported, once.</li>
 * </ol>
 *
 * @author the azure-postgres-tls contributors
 */
final class GuardedSocket extends BoundedSocket implements VerifiedConnection {

	private static final int ANSWER_AND_MORE = 2;

	private final ConnectionSecurity security;

	private final boolean direct;

	private ServerAddress server = new ServerAddress("", 0);

	private final AtomicReference<GuardState> state;

	private final AtomicBoolean reported = new AtomicBoolean();

	private @Nullable FirstPacketOutputStream driverOutput;

	private @Nullable AnswerInputStream driverInput;

	// Written by the thread that cancels
	private volatile boolean cancelling;

	private volatile @Nullable SSLSocket cancelConnection;

	/**
	 * Create an unconnected socket.
	 * @param security what secures the connection
	 * @param direct whether TLS starts without an SSLRequest
	 * @param limit how long it may take until the server is verified
	 */
	GuardedSocket(ConnectionSecurity security, boolean direct, Duration limit) {
		super(limit);
		this.security = security;
		this.direct = direct;
		this.state = new AtomicReference<>(direct ? GuardState.AGREED : GuardState.NEW);
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		InetSocketAddress address = (InetSocketAddress) endpoint;
		this.server = new ServerAddress(address.getHostString(), address.getPort());
		try {
			super.connect(endpoint, timeout);
		}
		catch (IOException ex) {
			throw unreachable(ex, ConnectionStage.TCP_CONNECTION);
		}
	}

	ServerAddress server() {
		return this.server;
	}

	@Override
	public synchronized OutputStream getOutputStream() throws IOException {
		if (this.state.get() == GuardState.TLS) {
			return new TlsRecordOutputStream(this, super.getOutputStream());
		}
		return driverOutput();
	}

	private FirstPacketOutputStream driverOutput() throws IOException {
		if (this.driverOutput == null) {
			this.driverOutput = new FirstPacketOutputStream(this, super.getOutputStream());
		}
		return this.driverOutput;
	}

	@Override
	public synchronized InputStream getInputStream() throws IOException {
		return (this.state.get() == GuardState.TLS) ? boundedInput() : driverInput();
	}

	private AnswerInputStream driverInput() throws IOException {
		if (this.driverInput == null) {
			this.driverInput = new AnswerInputStream(this, boundedInput());
		}
		return this.driverInput;
	}

	void requireOpen() throws IOException {
		if (this.state.get() == GuardState.CLOSED) {
			throw new SocketException("Nothing more is sent on this connection");
		}
	}

	private void change(GuardState from, GuardState to) throws IOException {
		requireOpen();
		if (!this.state.compareAndSet(from, to)) {
			throw new SocketException("The connection is %s, not %s".formatted(this.state, from));
		}
	}

	@Override
	public void sendUrgentData(int data) throws IOException {
		throw new SocketException("Urgent data would be sent in the clear");
	}

	// The SSLRequest is about to be sent
	void asking() throws IOException {
		change(GuardState.NEW, GuardState.ASKED);
	}

	// The server sent so many bytes, or -1 if it closed the connection. More than the
	// answer can only be injected: a TLS server doesn't speak first
	void answered(int count) throws IOException {
		if (this.state.get() == GuardState.ASKED) {
			if (count != 1 || !received().startsWith('S')) {
				throw fail(new TlsRefusedException(this.server, received().bytes()));
			}
			change(GuardState.ASKED, GuardState.AGREED);
		}
	}

	// The SSLRequest couldn't be sent, or no answer be read
	IOException unanswered(IOException failure) {
		return (this.state.get() == GuardState.ASKED) ? unreachable(failure, ConnectionStage.SSL_REQUEST) : failure;
	}

	/**
	 * Layer TLS over this connection.
	 * @param factory creates the TLS engine
	 * @param name the name to send as SNI and to verify
	 * @return the engine's socket before its handshake
	 * @throws IOException if the server didn't agree to TLS, or has failed
	 */
	SSLSocket layer(SSLSocketFactory factory, String name) throws IOException {
		change(GuardState.AGREED, GuardState.TLS);
		return (SSLSocket) factory.createSocket(this, name, getPort(), true);
	}

	boolean isDirect() {
		return this.direct;
	}

	// As libpq 17's PQcancelStart: verified as the connection itself
	void sendOverTls(byte[] cancelRequest) throws IOException {
		if (this.state.get() != (this.direct ? GuardState.AGREED : GuardState.NEW)) {
			throw new SocketException("A cancel request needs its own connection");
		}
		this.cancelling = true;
		limitToTimeout();
		try {
			SSLSocket connection = secure();
			this.cancelConnection = connection;
			connection.getOutputStream().write(cancelRequest);
			connection.getOutputStream().flush();
			driverInput().switchTo(connection.getInputStream());
		}
		catch (IOException ex) {
			this.security.cancelFailed(this.server, ex);
			throw ex;
		}
	}

	/**
	 * Upgrade this connection to TLS, verified as all others are.
	 * @return the connection after its handshake
	 * @throws IOException if that fails
	 */
	SSLSocket secure() throws IOException {
		if (!this.direct) {
			driverOutput().write(FirstPacket.sslRequest());
			driverInput().read(new byte[ANSWER_AND_MORE]);
		}
		SSLSocket connection = this.security.createLayeredSocket(this, this.server.host());
		connection.startHandshake();
		return connection;
	}

	private IOException unreachable(IOException cause, ConnectionStage stage) {
		return fail((cause instanceof SocketTimeoutException)
				? new ConnectionTimedOutException(this.server, stage, elapsed(), List.of())
				: new ServerUnreachableException(this.server, cause));
	}

	/**
	 * Close the connection because its TLS handshake failed.
	 * @param failure what the TLS engine threw
	 * @param handshake what was found out in the handshake
	 * @return what to throw
	 */
	IOException handshakeFailed(IOException failure, Handshake handshake) {
		Exception reason = handshake.failure(failure, isTimedOut() ? elapsed() : null, received(), this.direct ? 0 : 1);
		return (reason instanceof IOException known) ? fail(known) : fail(reason, failure);
	}

	/**
	 * Close the connection at once and report why, unless a failure was reported before.
	 * @param failure the failure
	 * @return what to throw: the explanation if there is one, otherwise the failure
	 */
	IOException fail(IOException failure) {
		return fail(failure, failure);
	}

	private IOException fail(Exception failure, IOException thrown) {
		abort();
		String explanation = this.reported.compareAndSet(false, true) ? report(failure) : null;
		return (explanation != null) ? ExplainedFailures.create(failure, explanation) : thrown;
	}

	// The outcome of a cancel request says nothing of the connections of the DataSource
	@Nullable String report(Exception failure) {
		return this.cancelling ? null : this.security.failed(failure);
	}

	// Without a word to the server
	void abort() {
		this.state.set(GuardState.CLOSED);
		try {
			super.close();
		}
		catch (IOException ex) {
			// The operating system closes it
		}
	}

	// The handshake is complete: there is no deadline any more
	void verified(NegotiatedSession session) throws SocketException {
		endDeadline();
		if (!this.cancelling) {
			this.security.verified(session, this);
		}
	}

	@Override
	public void whenClosed(Runnable action) {
		onClose(action);
	}

	@Override
	public void close() throws IOException {
		this.state.set(GuardState.CLOSED);
		SSLSocket connection = this.cancelConnection;
		this.cancelConnection = null;
		if (connection != null) {
			// Also notifies the server, and closes this socket
			connection.close();
		}
		super.close();
	}

}

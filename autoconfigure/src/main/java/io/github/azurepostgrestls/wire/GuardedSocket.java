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

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.wire.PendingHandshakes.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which nothing but TLS and the question for it is ever sent: a plaintext
 * guard below the driver. What the driver sends in the clear by itself, a CancelRequest,
 * it sends over verified TLS instead.
 *
 * @author the azure-postgres-tls contributors
 */
final class GuardedSocket extends Socket {

	private final ConnectionSecurity security;

	private final boolean direct;

	private final HandshakeWatch watch = new HandshakeWatch();

	private String host = "";

	// Written by the thread that cancels only
	private volatile @Nullable SSLSocket cancelConnection;

	// Written by the thread that connects only
	private boolean asked;

	private @Nullable GuardedOutputStream output;

	private @Nullable AnswerInputStream input;

	/**
	 * Create an unconnected socket.
	 * @param security what secures the connection of a cancel request
	 * @param direct whether TLS starts without asking
	 */
	GuardedSocket(ConnectionSecurity security, boolean direct) {
		this.security = security;
		this.direct = direct;
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		InetSocketAddress address = (InetSocketAddress) endpoint;
		this.host = address.getHostString();
		try {
			super.connect(endpoint, timeout);
		}
		catch (IOException ex) {
			throw unreachable(address.getPort(), ex);
		}
	}

	// The driver has words of its own for a ConnectException
	private IOException unreachable(int port, IOException cause) {
		ServerUnreachableException failure = new ServerUnreachableException(this.host, port, cause);
		this.security.failed(failure);
		return (cause instanceof ConnectException)
				? (IOException) new ConnectException(cause.getMessage()).initCause(failure) : failure;
	}

	void begun(Handshake handshake) {
		this.watch.begin(handshake);
	}

	@Override
	public synchronized OutputStream getOutputStream() throws IOException {
		if (this.output == null) {
			this.output = new GuardedOutputStream(super.getOutputStream());
		}
		return this.output;
	}

	// The driver asks first and keeps what it gets; TLS that is layered over this socket
	// asks later and reads the connection itself
	@Override
	public synchronized InputStream getInputStream() throws IOException {
		return (this.input == null) ? driverInput() : this.watch.watch(super.getInputStream());
	}

	/**
	 * Make TLS of this connection, verified as all others are.
	 * @return the connection after its handshake
	 * @throws IOException if that can't be done
	 */
	SSLSocket secure() throws IOException {
		if (!this.direct) {
			getOutputStream().write(FirstPacket.sslRequest());
			getOutputStream().flush();
			driverInput().read();
		}
		SSLSocket connection = this.security.layerOver(this, this.host, getPort(), true);
		if (this.direct) {
			ConnectionSecurity.announcePostgres(connection);
		}
		connection.startHandshake();
		if (!this.security.isVerifiedByDriver(this.host, connection.getSession())) {
			throw new IOException("The certificate does not name the host " + this.host);
		}
		return connection;
	}

	// As libpq 17's PQcancelStart: with the same requirements as the connection itself
	private void sendOverTls(byte[] cancelRequest) throws IOException {
		try {
			SSLSocket connection = secure();
			this.cancelConnection = connection;
			connection.getOutputStream().write(cancelRequest);
			connection.getOutputStream().flush();
			driverInput().switchTo(connection.getInputStream());
		}
		catch (TlsRefusedException ex) {
			this.security.cancelRefused(this.host, getPort());
			throw ex;
		}
	}

	private synchronized AnswerInputStream driverInput() throws IOException {
		if (this.input == null) {
			this.input = new AnswerInputStream(super.getInputStream());
		}
		return this.input;
	}

	@Override
	public void close() throws IOException {
		HandshakeFailedException failure = this.watch.end(this.host, getPort());
		if (failure != null) {
			this.security.failed(failure);
		}
		SSLSocket connection = this.cancelConnection;
		this.cancelConnection = null;
		if (connection != null) {
			// Closes this socket too
			connection.close();
		}
		super.close();
	}

	/**
	 * Lets pass only what a {@link FirstPacket} may be, and all that follows a
	 * ClientHello.
	 */
	private final class GuardedOutputStream extends OutputStream {

		private final OutputStream delegate;

		private final ByteArrayOutputStream held = new ByteArrayOutputStream();

		private boolean encrypted;

		private boolean failed;

		GuardedOutputStream(OutputStream delegate) {
			this.delegate = delegate;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (this.encrypted) {
				GuardedSocket.this.watch.sent(bytes, offset, length);
				this.delegate.write(bytes, offset, length);
			}
			else if (length > 0) {
				this.held.write(bytes, offset, length);
				inspectUnlessFailed(this.held.toByteArray());
			}
		}

		// The driver writes again what it couldn't write when it closes a connection
		private void inspectUnlessFailed(byte[] packet) throws IOException {
			if (this.failed) {
				throw new IOException("Nothing more is sent on this connection");
			}
			try {
				inspect(packet);
			}
			catch (IOException | RuntimeException ex) {
				this.failed = true;
				throw ex;
			}
		}

		private void inspect(byte[] packet) throws IOException {
			switch (FirstPacket.of(packet)) {
				case CLIENT_HELLO -> {
					this.encrypted = true;
					release(packet);
				}
				case SSL_REQUEST -> {
					GuardedSocket.this.asked = true;
					release(packet);
				}
				case CANCEL_REQUEST -> {
					this.held.reset();
					sendOverTls(packet);
				}
				case OTHER -> {
					this.held.reset();
					PlaintextRefusedException refusal = new PlaintextRefusedException(
							"A packet of the PostgreSQL protocol");
					GuardedSocket.this.security.failed(refusal);
					throw refusal;
				}
				case INCOMPLETE -> {
				}
			}
		}

		private void release(byte[] packet) throws IOException {
			this.held.reset();
			this.delegate.write(packet);
		}

		@Override
		public void flush() throws IOException {
			this.delegate.flush();
		}

		@Override
		public void close() throws IOException {
			GuardedSocket.this.close();
		}

	}

	/**
	 * Reads what the server sends: first its answer to the question for TLS, and after a
	 * cancel request what it sends over TLS.
	 */
	private final class AnswerInputStream extends FilterInputStream {

		AnswerInputStream(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			byte[] answer = new byte[1];
			return (read(answer, 0, 1) != -1) ? Byte.toUnsignedInt(answer[0]) : -1;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int count = readAnswer(buffer, offset, length);
			if (count != 0) {
				requireAgreement((count > 0) ? buffer[offset] : -1, count);
			}
			return count;
		}

		private int readAnswer(byte[] buffer, int offset, int length) throws IOException {
			try {
				return this.in.read(buffer, offset, length);
			}
			catch (IOException ex) {
				if (!GuardedSocket.this.asked) {
					throw ex;
				}
				GuardedSocket.this.asked = false;
				throw unreachable(getPort(), ex);
			}
		}

		// More than the answer can only be injected: a TLS server doesn't speak first
		private void requireAgreement(int answer, int count) throws IOException {
			if (GuardedSocket.this.asked) {
				GuardedSocket.this.asked = false;
				if (answer != 'S' || count > 1) {
					TlsRefusedException refusal = new TlsRefusedException(GuardedSocket.this.host, getPort(), answer);
					GuardedSocket.this.security.failed(refusal);
					throw refusal;
				}
			}
		}

		void switchTo(InputStream in) {
			this.in = in;
		}

	}

}

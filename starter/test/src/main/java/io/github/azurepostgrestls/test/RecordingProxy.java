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

package io.github.azurepostgrestls.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * Forwards connections to a server on this machine and records what the client sends, so
 * that a test can see the wire.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class RecordingProxy implements AutoCloseable {

	private static final byte[] SSL_REQUEST = HexFormat.of().parseHex("0000000804d2162f");

	private static final byte TLS_HANDSHAKE = 22;

	private static final byte TLS_APPLICATION_DATA = 23;

	private final ServerSocket listener;

	private final int target;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Recording> recordings = new CopyOnWriteArrayList<>();

	private volatile boolean refusing;

	private RecordingProxy(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/**
	 * Start a proxy.
	 * @param target the port to forward to
	 * @return the running proxy
	 * @throws IOException if it can't listen
	 */
	public static RecordingProxy start(int target) throws IOException {
		RecordingProxy proxy = new RecordingProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
		proxy.threads.execute(proxy::accept);
		return proxy;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				Recording recording = new Recording();
				this.recordings.add(recording);
				if (this.refusing) {
					this.threads.execute(() -> refuse(client, recording));
					continue;
				}
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.threads.execute(() -> forward(client, server, recording));
				this.threads.execute(() -> forward(server, client, null));
			}
			catch (IOException ex) {
				// The proxy was closed, or a client gave up; the loop's condition decides
			}
		}
	}

	private static void refuse(Socket client, Recording recording) {
		try (client) {
			byte[] buffer = new byte[8192];
			InputStream in = client.getInputStream();
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				recording.add(buffer, length);
				client.getOutputStream().write('N');
			}
		}
		catch (IOException ex) {
			// The client closed its connection
		}
	}

	private static void forward(Socket from, Socket to, @Nullable Recording recording) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				if (recording != null) {
					recording.add(buffer, length);
				}
				out.write(buffer, 0, length);
				out.flush();
			}
		}
		catch (IOException ex) {
			// One side closed its connection
		}
	}

	/**
	 * Answer the question for TLS with no from the next connection on.
	 */
	public void refuseTls() {
		this.refusing = true;
	}

	/**
	 * Return the port of the proxy.
	 * @return the port on the loopback address
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Return what was recorded.
	 * @return a recording for each connection, in the order in which they were made
	 */
	public List<Recording> recordings() {
		return List.copyOf(this.recordings);
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
	}

	/**
	 * What a client sent on one connection.
	 */
	public static final class Recording {

		// Guarded by itself
		private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

		private void add(byte[] bytes, int length) {
			synchronized (this.sent) {
				this.sent.write(bytes, 0, length);
			}
		}

		/**
		 * Return the bytes sent so far.
		 * @return the bytes
		 */
		public byte[] sent() {
			synchronized (this.sent) {
				return this.sent.toByteArray();
			}
		}

		/**
		 * Return whether TLS was all that the client sent, but for the question for it.
		 * @return whether nothing was sent in the clear, which includes nothing at all
		 */
		public boolean isOnlyTls() {
			byte[] bytes = sent();
			int position = startsWithSslRequest(bytes) ? SSL_REQUEST.length : 0;
			// Each record: content type, version, length and content (RFC 8446, 5.1)
			while (position < bytes.length) {
				byte type = bytes[position];
				if (type < 20 || type > TLS_APPLICATION_DATA
						|| (position + 1 < bytes.length && bytes[position + 1] != 3)) {
					return false;
				}
				if (position + 4 >= bytes.length) {
					return true;
				}
				position += 5 + ((bytes[position + 3] & 0xff) << 8) + (bytes[position + 4] & 0xff);
			}
			return true;
		}

		/**
		 * Return whether the client started TLS without asking.
		 * @return whether its first byte was that of a ClientHello
		 */
		public boolean isDirect() {
			byte[] bytes = sent();
			return bytes.length > 0 && bytes[0] == TLS_HANDSHAKE;
		}

		private static boolean startsWithSslRequest(byte[] bytes) {
			return bytes.length >= SSL_REQUEST.length
					&& Arrays.equals(bytes, 0, SSL_REQUEST.length, SSL_REQUEST, 0, SSL_REQUEST.length);
		}

		@Override
		public String toString() {
			return HexFormat.of().formatHex(sent());
		}

	}

}

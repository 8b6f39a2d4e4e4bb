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

package io.github.azurepostgrestls.revocation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP server on a plain socket, which can do what no HTTP server would.
 *
 * @author the azure-postgres-tls contributors
 */
final class HttpResponder implements AutoCloseable {

	private static final int SEND_BUFFER = 64 * 1024;

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicLong sent = new AtomicLong();

	private volatile Behaviour behaviour;

	private volatile String head = "";

	HttpResponder(Behaviour behaviour) throws IOException {
		this.behaviour = behaviour;
		this.executor.execute(this::accept);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.open.incrementAndGet();
				this.executor.execute(() -> respond(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void respond(Socket socket) {
		try (socket) {
			socket.setSendBufferSize(SEND_BUFFER);
			byte[] request = readRequest(socket.getInputStream());
			this.requests.incrementAndGet();
			this.behaviour.respond(request, new Counting(socket.getOutputStream()), socket);
		}
		catch (Exception ex) {
			// The client has had enough
		}
		finally {
			this.open.decrementAndGet();
		}
	}

	private byte[] readRequest(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("No request");
			}
			head.write(next);
		}
		this.head = head.toString(StandardCharsets.US_ASCII);
		return this.head.lines()
			.filter((line) -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
			.map((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.map((length) -> readBody(in, length))
			.orElse(new byte[0]);
	}

	private static byte[] readBody(InputStream in, int length) {
		try {
			return in.readNBytes(length);
		}
		catch (IOException ex) {
			return new byte[0];
		}
	}

	void become(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	URI address() {
		return URI.create("http://127.0.0.1:%d/".formatted(this.server.getLocalPort()));
	}

	/**
	 * Return the head of the newest request.
	 * @return its request line and header fields
	 */
	String head() {
		return this.head;
	}

	int requests() {
		return this.requests.get();
	}

	/**
	 * Return how many connections are open.
	 * @return the number of those that neither side has closed
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * Return how many bytes this could send.
	 * @return the number of bytes in all responses
	 */
	long sent() {
		return this.sent.get();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.executor.shutdownNow();
	}

	/**
	 * What the responder does with a request.
	 */
	interface Behaviour {

		void respond(byte[] request, OutputStream out, Socket socket) throws Exception;

	}

	private final class Counting extends OutputStream {

		private final OutputStream out;

		Counting(OutputStream out) {
			this.out = out;
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
			HttpResponder.this.sent.addAndGet(length);
		}

	}

}

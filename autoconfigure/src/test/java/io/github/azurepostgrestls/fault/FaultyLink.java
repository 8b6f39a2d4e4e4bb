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

package io.github.azurepostgrestls.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.azurepostgrestls.fault.Fault.Kind;

/**
 * One connection through a {@link FaultyProxy}.
 *
 * @author the azure-postgres-tls contributors
 */
final class FaultyLink {

	private final Socket client;

	private final Socket server;

	private final Fault fault;

	// Written by the thread that forwards to the client only
	private volatile long received;

	// Written by the test
	private volatile boolean silent;

	FaultyLink(Socket client, Socket server, Fault fault) {
		this.client = client;
		this.server = server;
		this.fault = fault;
	}

	void forwardToServer() {
		byte[] buffer = new byte[8192];
		try {
			InputStream in = this.client.getInputStream();
			OutputStream out = this.server.getOutputStream();
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				if (this.fault.kind() == Kind.LATENCY) {
					sleep(this.fault.delay());
				}
				if (!this.silent) {
					out.write(buffer, 0, length);
				}
			}
		}
		catch (IOException ex) {
			// One side closed its connection
		}
		finally {
			close();
		}
	}

	void forwardToClient() {
		byte[] buffer = new byte[8192];
		try {
			InputStream in = this.server.getInputStream();
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				long position = this.received;
				this.received = position + length;
				if (!this.silent) {
					forward(buffer, length, position);
				}
			}
		}
		catch (IOException ex) {
			// One side closed its connection
		}
		finally {
			close();
		}
	}

	private void forward(byte[] buffer, int length, long position) throws IOException {
		OutputStream out = this.client.getOutputStream();
		int before = (int) Math.max(0, Math.min(length, this.fault.position() - position));
		boolean happens = before < length;
		boolean first = happens && (before > 0 || position == this.fault.position());
		switch (this.fault.kind()) {
			case NONE -> out.write(buffer, 0, length);
			case LATENCY -> {
				sleep(this.fault.delay());
				out.write(buffer, 0, length);
			}
			case STALL -> out.write(buffer, 0, before);
			case CLOSE, RESET -> {
				out.write(buffer, 0, before);
				if (happens) {
					end();
				}
			}
			case CORRUPT -> {
				if (first) {
					buffer[before] ^= 1;
				}
				out.write(buffer, 0, length);
			}
			case DUPLICATE -> {
				out.write(buffer, 0, before);
				if (first) {
					out.write(buffer[before]);
				}
				out.write(buffer, before, length - before);
			}
			case DELAY -> {
				out.write(buffer, 0, before);
				if (first) {
					sleep(this.fault.delay());
				}
				out.write(buffer, before, length - before);
			}
			case TRICKLE -> {
				out.write(buffer, 0, before);
				for (int i = before; i < length; i++) {
					sleep(this.fault.delay());
					out.write(buffer[i]);
				}
			}
		}
	}

	private void end() {
		if (this.fault.kind() == Kind.RESET) {
			reset();
		}
		else {
			close();
		}
	}

	// The delay is the fault itself
	private static void sleep(Duration delay) throws IOException {
		try {
			TimeUnit.NANOSECONDS.sleep(delay.toNanos());
		}
		catch (InterruptedException ex) {
			throw new IOException("The proxy was closed", ex);
		}
	}

	void silence() {
		this.silent = true;
	}

	long bytesFromServer() {
		return this.received;
	}

	void reset() {
		reset(this.client);
		close();
	}

	static void reset(Socket socket) {
		try (socket) {
			// Closed so, the kernel sends RST instead of FIN
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// The client was first
		}
	}

	void close() {
		try (this.client; this.server) {
			this.silent = true;
		}
		catch (IOException ex) {
			// Closed already
		}
	}

}

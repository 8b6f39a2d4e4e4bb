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

package io.github.azurepostgrestls.adversary;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a {@link RogueServer}: records all that the client sends, also while
 * the server is sending, and knows when the client closed.
 *
 * @author the azure-postgres-tls contributors
 */
final class RogueConnection {

	static final byte[] SSL_REQUEST = HexFormat.of().parseHex("0000000804d2162f");

	private static final int DRIP_INTERVAL_MILLIS = 200;

	private static final int TLS_HEADER_SIZE = 5;

	private final Socket socket;

	private final CountDownLatch clientClosed = new CountDownLatch(1);

	// By the client or the script
	private final CountDownLatch closed = new CountDownLatch(1);

	// Guarded by this, as all that follows
	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private int position;

	private boolean ended;

	private boolean closedByServer;

	RogueConnection(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Record what the client sends, until one side closes the connection.
	 */
	void record() {
		try {
			byte[] buffer = new byte[8192];
			for (int length = this.socket.getInputStream().read(buffer); length != -1; length = this.socket
				.getInputStream()
				.read(buffer)) {
				add(buffer, length);
			}
		}
		catch (IOException ex) {
			// One side closed or reset the connection
		}
		end();
	}

	private synchronized void add(byte[] bytes, int length) {
		this.received.write(bytes, 0, length);
		notifyAll();
	}

	private synchronized void end() {
		this.ended = true;
		if (!this.closedByServer) {
			this.clientClosed.countDown();
			this.closed.countDown();
		}
		notifyAll();
	}

	synchronized byte[] read(int length) throws IOException, InterruptedException {
		while (this.received.size() < this.position + length) {
			if (this.ended) {
				throw new EOFException("The client sent only " + (this.received.size() - this.position) + " bytes");
			}
			wait();
		}
		byte[] bytes = Arrays.copyOfRange(this.received.toByteArray(), this.position, this.position + length);
		this.position += length;
		return bytes;
	}

	/**
	 * Read one TLS record.
	 * @return its header and its content
	 * @throws IOException if the client closes the connection
	 * @throws InterruptedException if the server is closed
	 */
	byte[] readRecord() throws IOException, InterruptedException {
		byte[] header = read(TLS_HEADER_SIZE);
		return ByteWriter.concat(header, read((Byte.toUnsignedInt(header[3]) << 8) + Byte.toUnsignedInt(header[4])));
	}

	/**
	 * Read the next record of a handshake in the clear.
	 * @return its header and its content
	 * @throws IOException if the client closes the connection
	 * @throws InterruptedException if the server is closed
	 */
	byte[] readHandshakeRecord() throws IOException, InterruptedException {
		byte[] record = readRecord();
		while (record[0] != TlsRecords.HANDSHAKE) {
			record = readRecord();
		}
		return record;
	}

	void send(char answer) throws IOException {
		send(new byte[] { (byte) answer });
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	/**
	 * Send bytes one by one, so that the client never waits long for the next.
	 * @param bytes the bytes
	 * @throws IOException if the client closes the connection
	 * @throws InterruptedException if the server is closed
	 */
	void drip(byte[] bytes) throws IOException, InterruptedException {
		for (byte next : bytes) {
			send(new byte[] { next });
			pause(DRIP_INTERVAL_MILLIS);
		}
	}

	/**
	 * Send the same bytes again and again, for as long as the client reads them.
	 * @param bytes the bytes
	 * @throws IOException if the client closes the connection
	 */
	void flood(byte[] bytes) throws IOException {
		while (true) {
			send(bytes);
		}
	}

	/**
	 * Let time pass, unless the client closes the connection.
	 * @param millis how long
	 * @throws IOException if the client closes the connection
	 * @throws InterruptedException if the server is closed
	 */
	void pause(int millis) throws IOException, InterruptedException {
		if (this.clientClosed.await(millis, TimeUnit.MILLISECONDS)) {
			throw new EOFException("The client closed the connection");
		}
	}

	void close() throws IOException {
		closing();
		this.socket.close();
	}

	/**
	 * Reset the connection: all that is under way is lost.
	 * @throws IOException if that fails
	 */
	void reset() throws IOException {
		closing();
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	private synchronized void closing() {
		this.closedByServer = true;
		this.closed.countDown();
	}

	/**
	 * Close what neither the client nor the script has closed. Whoever waits for one of
	 * them goes on waiting.
	 * @throws IOException if that fails
	 */
	void abandon() throws IOException {
		synchronized (this) {
			this.closedByServer = true;
		}
		this.socket.close();
	}

	/**
	 * Wait until one side closes the connection.
	 * @param millis the longest time to wait
	 * @return whether the connection is closed
	 * @throws InterruptedException if the server is closed
	 */
	boolean awaitClosed(long millis) throws InterruptedException {
		synchronized (this) {
			if (this.closedByServer) {
				return true;
			}
		}
		return this.closed.await(millis, TimeUnit.MILLISECONDS);
	}

	synchronized byte[] received() {
		return this.received.toByteArray();
	}

	/**
	 * Return whether the client sent a text in the clear.
	 * @param texts the texts
	 * @return whether any of them was received
	 */
	boolean receivedAny(List<String> texts) {
		String received = new String(received(), StandardCharsets.ISO_8859_1);
		return texts.stream().anyMatch(received::contains);
	}

	/**
	 * Return whether the client sent nothing but TLS, and before it the question for it.
	 * @return whether nothing was sent in the clear, which includes nothing at all
	 */
	boolean isOnlyTls() {
		byte[] bytes = received();
		int first = Math.min(bytes.length, SSL_REQUEST.length);
		boolean asked = Arrays.equals(bytes, 0, first, SSL_REQUEST, 0, first);
		int next = asked ? first : 0;
		while (next < bytes.length) {
			if (bytes[next] < TlsRecords.CHANGE_CIPHER_SPEC || bytes[next] > TlsRecords.APPLICATION_DATA
					|| (next + 1 < bytes.length && bytes[next + 1] != 3)) {
				return false;
			}
			next += (next + TLS_HEADER_SIZE <= bytes.length)
					? TLS_HEADER_SIZE + (Byte.toUnsignedInt(bytes[next + 3]) << 8) + Byte.toUnsignedInt(bytes[next + 4])
					: bytes.length;
		}
		return true;
	}

}

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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that answers the question for TLS with one byte and then says no more.
 *
 * @author the azure-postgres-tls contributors
 */
public final class RefusingServer implements AutoCloseable {

	private final ServerSocket serverSocket;

	/**
	 * Start a server on the loopback address.
	 * @param answer the one byte
	 * @throws IOException if it can't be started
	 */
	public RefusingServer(char answer) throws IOException {
		this(answer, 1);
	}

	/**
	 * Start a server that stays connected, however much it is told.
	 * @param answer the one byte
	 * @return the server
	 * @throws IOException if it can't be started
	 */
	public static RefusingServer thatFallsSilentAfter(char answer) throws IOException {
		return new RefusingServer(answer, Integer.MAX_VALUE);
	}

	private RefusingServer(char answer, int patience) throws IOException {
		this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> answer(answer, patience));
		thread.setDaemon(true);
		thread.start();
	}

	private void answer(char answer, int patience) {
		try {
			while (true) {
				try (Socket socket = this.serverSocket.accept()) {
					if (socket.getInputStream().readNBytes(8).length == 8) {
						socket.getOutputStream().write(answer);
						// Until the client goes, too
						socket.getInputStream().readNBytes(patience);
					}
				}
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	/**
	 * Return the port of the server.
	 * @return the port on the loopback address
	 */
	public int port() {
		return this.serverSocket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
	}

}

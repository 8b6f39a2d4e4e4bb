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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that answers each question for TLS with no.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerWithoutTls implements AutoCloseable {

	private static final int SSL_REQUEST_SIZE = 8;

	private final ServerSocket listener;

	private ServerWithoutTls(ServerSocket listener) {
		this.listener = listener;
	}

	static ServerWithoutTls start() throws IOException {
		ServerWithoutTls server = new ServerWithoutTls(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		new Thread(server::accept, "server-without-tls").start();
		return server;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try (Socket client = this.listener.accept()) {
				if (client.getInputStream().readNBytes(SSL_REQUEST_SIZE).length == SSL_REQUEST_SIZE) {
					client.getOutputStream().write('N');
				}
			}
			catch (IOException ex) {
				// The server was closed, or a client gave up; the loop's condition tells
			}
		}
	}

	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}

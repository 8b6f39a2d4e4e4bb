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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * A {@link GuardedSocket} and the server's end of its connection.
 *
 * @param client the guarded end
 * @param server the other end, which sends what a test wants
 * @author the azure-postgres-tls contributors
 */
record GuardedPair(GuardedSocket client, Socket server) implements AutoCloseable {

	private static final String HOST = "localhost";

	private static final int TIMEOUT_MILLIS = 10_000;

	static GuardedPair of(TestSecurity security) throws IOException {
		return of(security, false, Duration.ofSeconds(10));
	}

	static GuardedPair direct(TestSecurity security) throws IOException {
		return of(security, true, Duration.ofSeconds(10));
	}

	static GuardedPair of(TestSecurity security, boolean direct, Duration limit) throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			GuardedSocket client = new GuardedSocket(security.get(), direct, limit);
			client.connect(new InetSocketAddress(HOST, listener.getLocalPort()), 0);
			Socket server = listener.accept();
			server.setSoTimeout(TIMEOUT_MILLIS);
			return new GuardedPair(client, server);
		}
	}

	ServerAddress address() {
		return new ServerAddress(HOST, this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.client.close();
		this.server.close();
	}

}

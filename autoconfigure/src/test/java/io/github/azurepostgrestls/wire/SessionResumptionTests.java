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
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that lets clients resume sessions of TLS 1.2 by their ids.
 *
 * @author the azure-postgres-tls contributors
 */
class SessionResumptionTests {

	private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static SSLContext context;

	private final TestSecurity security = new TestSecurity(authority);

	private final AtomicReference<String> protocol = new AtomicReference<>("");

	// Read by JSSE when the context is made
	@BeforeAll
	static void createContextWithoutTickets() throws Exception {
		System.setProperty(TICKETS, "false");
		context = JsseServer.contextOf(authority.issue("localhost"));
	}

	@AfterAll
	static void restoreTickets() {
		System.clearProperty(TICKETS);
	}

	@Test
	void aRefusedHandshakeLeavesNoSessionBehind() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> serve(listener));
			thread.setDaemon(true);
			thread.start();
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(() -> connect(listener))
					.withMessageContaining("APPLICATION_PROTOCOL");
			}
			this.protocol.set("postgresql");
			connect(listener);
			connect(listener);
		}
		assertThat(this.security.verified()).hasSize(2);
		assertThat(this.security.failed()).hasSize(2);
	}

	private void connect(ServerSocket listener) throws IOException {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), true, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			socket.secure();
		}
	}

	private void serve(ServerSocket listener) {
		while (!listener.isClosed()) {
			try (Socket socket = listener.accept();
					SSLSocket connection = (SSLSocket) context.getSocketFactory()
						.createSocket(socket, null, socket.getPort(), true)) {
				connection.setUseClientMode(false);
				connection.setEnabledProtocols(new String[] { "TLSv1.2" });
				connection.setHandshakeApplicationProtocolSelector((engine, offered) -> this.protocol.get());
				connection.startHandshake();
				connection.getInputStream().read();
			}
			catch (IOException ex) {
				// The client refused, or the listener was closed
			}
		}
	}

}

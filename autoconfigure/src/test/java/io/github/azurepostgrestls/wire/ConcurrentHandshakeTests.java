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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.testserver.ServerCertificate;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Throw-away.
 *
 * @author the azure-postgres-tls contributors
 */
class ConcurrentHandshakeTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerCertificate localhost = authority.issue("localhost");

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void connectsWhileAnotherHandshakeIsBeingChecked() throws Exception {
		System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
		SSLContext context = JsseServer.contextOf(localhost);
		System.clearProperty("jdk.tls.server.enableSessionTicketExtension");
		ExecutorService threads = Executors.newCachedThreadPool();
		java.util.logging.Logger verifier = java.util.logging.Logger
			.getLogger("org.postgresql.ssl.PGjdbcHostnameVerifier");
		java.util.concurrent.atomic.AtomicBoolean once = new java.util.concurrent.atomic.AtomicBoolean();
		try (ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
			threads.submit(() -> {
				while (true) {
					Socket socket = listener.accept();
					threads.submit(() -> serve(context, socket));
				}
			});
			ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
			java.util.logging.Handler pause = new java.util.logging.Handler() {
				@Override
				public void publish(java.util.logging.LogRecord record) {
					if (once.compareAndSet(false, true)) {
						try {
							threads.submit(() -> connect(listener, failures)).get();
						}
						catch (Exception ex) {
							failures.add(ex);
						}
					}
				}

				@Override
				public void flush() {
				}

				@Override
				public void close() {
				}
			};
			pause.setLevel(java.util.logging.Level.ALL);
			verifier.setLevel(java.util.logging.Level.ALL);
			verifier.addHandler(pause);
			connect(listener, failures);
			verifier.removeHandler(pause);
			verifier.setLevel(null);
			assertThat(failures).isEmpty();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void connect(ServerSocket listener, ConcurrentLinkedQueue<Throwable> failures) {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			try (SSLSocket connection = socket.secure()) {
				connection.getInputStream().read();
			}
		}
		catch (IOException ex) {
			failures.add(ex);
		}
	}

	private static Object serve(SSLContext context, Socket socket) throws IOException {
		socket.getInputStream().readNBytes(8);
		socket.getOutputStream().write('S');
		try (SSLSocket connection = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, null, socket.getPort(), true)) {
			connection.setUseClientMode(false);
			connection.setEnabledProtocols(new String[] { "TLSv1.2" });
			connection.startHandshake();
			connection.getOutputStream().write('!');
			connection.getInputStream().read();
		}
		return null;
	}

	@Test
	void doesNotReportADataSourceDownBecauseOfACancel() throws Exception {
		io.github.azurepostgrestls.observation.ConnectionObservation observation = new io.github.azurepostgrestls.observation.ConnectionObservations()
			.of("dataSource");
		ConnectionSecurity observed = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				observation);
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = new GuardedSocket(observed, false, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			Socket server = listener.accept();
			server.getOutputStream().write('N');
			try {
				socket.getOutputStream()
					.write(java.nio.ByteBuffer.allocate(16)
						.putInt(16)
						.putInt((1234 << 16) | 5678)
						.putInt(1)
						.putInt(2)
						.array());
			}
			catch (IOException ex) {
			}
		}
		assertThat(observation.openFailure()).isNull();
	}

	@Test
	void tellsTheSameReasonTwice() throws Exception {
		System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
		SSLContext context = JsseServer.contextOf(localhost);
		System.clearProperty("jdk.tls.server.enableSessionTicketExtension");
		ExecutorService threads = Executors.newCachedThreadPool();
		java.util.concurrent.atomic.AtomicBoolean mended = new java.util.concurrent.atomic.AtomicBoolean();
		try (ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
			threads.submit(() -> {
				while (true) {
					Socket socket = listener.accept();
					threads.submit(() -> {
						try (SSLSocket connection = (SSLSocket) context.getSocketFactory()
							.createSocket(socket, null, socket.getPort(), true)) {
							connection.setUseClientMode(false);
							connection.setEnabledProtocols(new String[] { "TLSv1.2" });
							connection.setHandshakeApplicationProtocolSelector(
									(engine, offered) -> mended.get() ? "postgresql" : "");
							connection.startHandshake();
							connection.getInputStream().read();
						}
						return null;
					});
				}
			});
			for (int i = 0; i < 4; i++) {
				mended.set(i >= 2);
				try (GuardedSocket socket = new GuardedSocket(this.security.get(), true, Duration.ofSeconds(10))) {
					socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
					socket.secure();
				}
				catch (IOException ex) {
				}
			}
			assertThat(this.security.failed()).hasSize(2)
				.allSatisfy((ex) -> assertThat(ex).hasMessageContaining("APPLICATION_PROTOCOL"));
			assertThat(this.security.verified()).hasSize(2);
		}
		finally {
			threads.shutdownNow();
		}
	}

}

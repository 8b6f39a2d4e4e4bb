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
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.testserver.ServerCertificate;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Throw-away.
 *
 * @author the azure-postgres-tls contributors
 */
class GuardedSocketMisuseTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerCertificate localhost = authority.issue("localhost");

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void connectsConcurrentlyToAServerThatResumesTls12Sessions() throws Exception {
		SSLContext context = JsseServer.contextOf(localhost);
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
			threads.submit(() -> {
				while (true) {
					Socket socket = listener.accept();
					threads.submit(() -> serve(context, socket));
				}
			});
			ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
			List<Future<?>> clients = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				clients.add(threads.submit(() -> {
					for (int j = 0; j < 100; j++) {
						try (GuardedSocket socket = new GuardedSocket(this.security.get(), false,
								Duration.ofSeconds(10))) {
							socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
							try (SSLSocket connection = socket.secure()) {
								connection.getInputStream().read();
							}
						}
						catch (IOException ex) {
							failures.add(ex);
						}
					}
				}));
			}
			for (Future<?> client : clients) {
				client.get();
			}
			assertThat(failures).isEmpty();
		}
		finally {
			threads.shutdownNow();
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
	void sendsNoUrgentByteInTheClear() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			pair.server().setOOBInline(true);
			try {
				pair.client().sendUrgentData('X');
			}
			catch (IOException ex) {
				return;
			}
			pair.server().setSoTimeout(1000);
			assertThat(pair.server().getInputStream().read()).isNotEqualTo('X');
		}
	}

	@Test
	void sendsNothingInTheClearOnceTlsIsLayered() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			this.security.get().createLayeredSocket(pair.client(), "localhost");
			// a second reference to the base socket, before or after the handshake
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> pair.client().getOutputStream().write("StartupMessage".getBytes()));
		}
	}

	@Test
	void writesNoSslRequestIntoTls() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			java.io.OutputStream early = pair.client().getOutputStream();
			java.util.concurrent.CompletableFuture<byte[]> served = TlsPeer.agreeAndServe(pair.server(), localhost);
			SSLSocket connection = pair.client().secure();
			try {
				early.write(java.nio.ByteBuffer.allocate(16)
					.putInt(16)
					.putInt((1234 << 16) | 5678)
					.putInt(1)
					.putInt(2)
					.array());
			}
			catch (IOException ex) {
			}
			try {
				connection.close();
			}
			catch (IOException ex) {
			}
			assertThat(served).succeedsWithin(Duration.ofSeconds(5));
		}
	}

	@Test
	void closesTheConnectionAfterAnError() throws Exception {
		ConnectionSecurity broken = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				new HandshakeListener() {
					@Override
					public void verified(NegotiatedSession session, Socket connection) {
						throw new NoClassDefFoundError("x");
					}

					@Override
					public void failed(Exception failure) {
					}
				});
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = new GuardedSocket(broken, true, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			TlsPeer.serve(listener.accept(), localhost, "postgresql");
			try {
				socket.secure();
			}
			catch (Throwable ex) {
			}
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void throwsAnIoExceptionAlthoughTheListenerFails() throws Exception {
		ConnectionSecurity broken = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				new HandshakeListener() {
					@Override
					public void verified(NegotiatedSession session, Socket connection) {
					}

					@Override
					public void failed(Exception failure) {
						throw new IllegalStateException("listener");
					}
				});
		int port;
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = listener.getLocalPort();
		}
		try (GuardedSocket socket = new GuardedSocket(broken, false, Duration.ofSeconds(10))) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> socket.connect(new InetSocketAddress("localhost", port), 0));
		}
	}

	@Test
	void limitsConnectionsOfPoolsWithoutLimit() {
		Properties info = new Properties();
		info.setProperty("connectTimeout", "0");
		// HikariCP's connectionTimeout=0
		assertThat(ConnectionLimit.of(info, Duration.ofMillis(Integer.MAX_VALUE)))
			.isLessThanOrEqualTo(Duration.ofHours(1));
	}

	@Test
	void skipsNothingForANegativeCount() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			assertThat(pair.client().getInputStream().skip(-1)).isZero();
		}
	}

}

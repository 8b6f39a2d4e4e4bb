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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuardedSocket}, with a server that does what each test makes it do.
 *
 * @author the azure-postgres-tls contributors
 */
class GuardedSocketTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final TestSecurity security = new TestSecurity(authority);

	private ServerSocket listener;

	@BeforeEach
	void listen() throws IOException {
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.listener.close();
	}

	@Test
	void sendsNothingOfAStartupMessageAndCloses() throws Exception {
		GuardedSocket socket = connect(false);
		try (Socket server = this.listener.accept()) {
			assertThatExceptionOfType(PlaintextRefusedException.class)
				.isThrownBy(() -> socket.getOutputStream().write(startupMessage()));
			assertThat(server.getInputStream().readAllBytes()).isEmpty();
		}
		assertThat(socket.isClosed()).isTrue();
		assertThat(this.security.failed()).singleElement().isInstanceOf(PlaintextRefusedException.class);
	}

	@Test
	void sendsNothingOfAStartupMessageInPieces() throws Exception {
		GuardedSocket socket = connect(false);
		OutputStream output = socket.getOutputStream();
		try (Socket server = this.listener.accept()) {
			assertThatExceptionOfType(PlaintextRefusedException.class).isThrownBy(() -> {
				for (byte part : startupMessage()) {
					output.write(part);
					output.flush();
				}
			});
			assertThat(server.getInputStream().readAllBytes()).isEmpty();
		}
	}

	@Test
	void sendsNothingMoreAfterTheServerRefused() throws Exception {
		GuardedSocket socket = connect(false);
		try (Socket server = this.listener.accept()) {
			socket.getOutputStream().write(FirstPacket.sslRequest());
			server.getOutputStream().write('N');
			assertThatExceptionOfType(TlsRefusedException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> socket.getOutputStream().write(FirstPacket.sslRequest()));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> socket.getOutputStream().write(startupMessage()));
			assertThat(server.getInputStream().readAllBytes()).isEqualTo(FirstPacket.sslRequest());
		}
		assertThat(this.security.failed()).hasSize(1);
	}

	@Test
	void sendsNothingWhileTheAnswerIsAwaited() throws Exception {
		GuardedSocket socket = connect(false);
		try (Socket server = this.listener.accept()) {
			socket.getOutputStream().write(FirstPacket.sslRequest());
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> socket.getOutputStream().write(startupMessage()));
			assertThat(server.getInputStream().readAllBytes()).isEqualTo(FirstPacket.sslRequest());
		}
	}

	@Test
	void layersNoTlsBeforeTheServerAgreed() throws Exception {
		GuardedSocket socket = connect(false);
		try (Socket server = this.listener.accept()) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> this.security.get().createLayeredSocket(socket, "localhost"));
			socket.close();
			assertThat(server.getInputStream().readAllBytes()).isEmpty();
		}
	}

	// A stalled handshake of the cancel connection, after which the driver's close writes
	// the request again
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sendsNoCancelRequestInTheClearWhenItsHandshakeFails(boolean direct) throws Exception {
		GuardedSocket socket = connect(direct);
		socket.setSoTimeout(200);
		byte[] request = ByteBuffer.allocate(16)
			.putInt(16)
			.putInt((1234 << 16) | 5678)
			.putLong(0x1122334455667788L)
			.array();
		try (Socket server = this.listener.accept()) {
			if (!direct) {
				server.getOutputStream().write('S');
			}
			OutputStream output = socket.getOutputStream();
			assertThatExceptionOfType(ConnectionTimedOutException.class).isThrownBy(() -> output.write(request));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> output.write(request));
			assertThat(text(server.getInputStream().readAllBytes())).doesNotContain(text(request))
				.doesNotContain(text(ByteBuffer.allocate(8).putLong(0x1122334455667788L).array()));
		}
		assertThat(this.security.failed()).as("no failure of the DataSource").isEmpty();
	}

	@Test
	void endsADripInTime() throws Exception {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, Duration.ofMillis(500))) {
			socket.connect(this.listener.getLocalSocketAddress(), 0);
			try (Socket server = this.listener.accept()) {
				Thread drip = new Thread(() -> drip(server));
				drip.start();
				assertThatExceptionOfType(ConnectionTimedOutException.class).isThrownBy(socket::secure)
					.satisfies((ex) -> {
						assertThat(ex.getStage()).isEqualTo(ConnectionStage.TLS_HANDSHAKE);
						assertThat(ex.getElapsed()).isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
					});
				drip.join();
			}
		}
	}

	@Test
	void endsADripOfACancelRequestInTheTimeThatTheDriverAllows() throws Exception {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, Duration.ofMinutes(1))) {
			socket.connect(this.listener.getLocalSocketAddress(), 0);
			socket.setSoTimeout(300);
			try (Socket server = this.listener.accept()) {
				Thread drip = new Thread(() -> drip(server));
				drip.start();
				byte[] request = ByteBuffer.allocate(12).putInt(12).putInt((1234 << 16) | 5678).array();
				assertThatExceptionOfType(ConnectionTimedOutException.class)
					.isThrownBy(() -> socket.getOutputStream().write(request))
					.satisfies((ex) -> assertThat(ex.getElapsed()).isLessThan(Duration.ofSeconds(30)));
				drip.join();
			}
		}
	}

	// The beginning of a ServerHello's record, one byte after the other
	private static void drip(Socket server) {
		try {
			server.getOutputStream().write('S');
			server.getInputStream().readNBytes(FirstPacket.sslRequest().length + 1);
			byte[] record = ByteBuffer.allocate(1000).put(new byte[] { 22, 3, 3, 2, 0, 2, 0, 1, -4, 3, 3 }).array();
			for (byte part : record) {
				server.getOutputStream().write(part);
				Thread.sleep(50);
			}
		}
		catch (IOException | InterruptedException ex) {
			// The client gave up
		}
	}

	@Test
	void givesAHostAfterASilentOneMoreThanAMillisecond() throws Exception {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.listener.getLocalPort()), 1);
			try (Socket server = this.listener.accept()) {
				server.getOutputStream().write('N');
				assertThatExceptionOfType(TlsRefusedException.class).isThrownBy(socket::secure);
			}
		}
	}

	private GuardedSocket connect(boolean direct) throws IOException {
		GuardedSocket socket = new GuardedSocket(this.security.get(), direct, Duration.ofSeconds(10));
		socket.connect(this.listener.getLocalSocketAddress(), 0);
		return socket;
	}

	private static byte[] startupMessage() {
		byte[] parameters = "user\0app\0database\0app\0\0".getBytes(StandardCharsets.US_ASCII);
		int size = 8 + parameters.length;
		return ByteBuffer.allocate(size).putInt(size).putInt(3 << 16).put(parameters).array();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}

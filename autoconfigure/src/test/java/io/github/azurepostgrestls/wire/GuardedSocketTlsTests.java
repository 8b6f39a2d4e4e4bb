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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.UnprovenServerException.Missing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link GuardedSocket}, of the TCP connection below it and the TLS above.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedSocketTlsTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final byte[] CANCEL_REQUEST = ByteBuffer.allocate(16)
		.putInt(16)
		.putInt((1234 << 16) | 5678)
		.putLong(0x1122334455667788L)
		.array();

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void sendsACancelRequestOverTlsAndCloses() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			CompletableFuture<byte[]> received = TlsPeer.agreeAndServe(pair.server(), authority.issue("localhost"));
			InputStream input = pair.client().getInputStream();
			pair.client().getOutputStream().write(CANCEL_REQUEST);
			assertThat(input.read()).isEqualTo('!');
			pair.client().close();
			assertThat(received.join()).isEqualTo(CANCEL_REQUEST);
			assertThat(pair.client().isClosed()).isTrue();
		}
		assertThat(this.security.verified()).as("no connection of the DataSource").isEmpty();
		assertThat(this.security.failed()).isEmpty();
	}

	@Test
	void sendsACancelRequestWithoutAnSslRequestWhereTlsIsDirect() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			CompletableFuture<byte[]> received = TlsPeer.serve(pair.server(), authority.issue("localhost"),
					"postgresql");
			InputStream input = pair.client().getInputStream();
			pair.client().getOutputStream().write(CANCEL_REQUEST);
			assertThat(input.read()).isEqualTo('!');
			pair.client().close();
			assertThat(received.join()).isEqualTo(CANCEL_REQUEST);
		}
	}

	@Test
	void tellsOnceThatCancelRequestsAreNotSent(CapturedOutput output) throws Exception {
		for (int i = 0; i < 3; i++) {
			try (GuardedPair pair = GuardedPair.of(this.security)) {
				pair.server().getOutputStream().write('N');
				assertThatExceptionOfType(TlsRefusedException.class)
					.isThrownBy(() -> pair.client().getOutputStream().write(CANCEL_REQUEST));
				assertThat(pair.server().getInputStream().readAllBytes()).isEqualTo(FirstPacket.sslRequest());
			}
		}
		assertThat(output).containsOnlyOnce("refuses TLS for cancel requests, so queries are not cancelled there");
	}

	@Test
	void guardsAPacketThatIsWrittenThroughTwoStreams() throws Exception {
		byte[] startup = ByteBuffer.allocate(16).putInt(16).putInt(3 << 16).putLong(0).array();
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			pair.client().getOutputStream().write(startup, 0, 4);
			assertThatExceptionOfType(PlaintextRefusedException.class)
				.isThrownBy(() -> pair.client().getOutputStream().write(startup, 4, 4));
			assertThat(pair.server().getInputStream().readAllBytes()).isEmpty();
		}
	}

	@Test
	void handsTheConnectionToTheTlsEngineOnceTheServerAgreed() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			OutputStream before = pair.client().getOutputStream();
			SSLSocket connection = this.security.get().createLayeredSocket(pair.client(), "localhost");
			assertThat(pair.client().getOutputStream()).isNotSameAs(before)
				.isNotInstanceOf(FirstPacketOutputStream.class);
			assertThat(pair.client().getInputStream()).isInstanceOf(BoundedInputStream.class);
			assertThat(connection.getSSLParameters().getApplicationProtocols()).containsExactly("postgresql");
			assertThatExceptionOfType(SocketException.class)
				.isThrownBy(() -> this.security.get().createLayeredSocket(pair.client(), "localhost"))
				.withMessage("The connection is TLS, not AGREED");
		}
	}

	@Test
	void layersNoTlsOnceItIsClosed() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			pair.client().close();
			assertThatExceptionOfType(SocketException.class)
				.isThrownBy(() -> this.security.get().createLayeredSocket(pair.client(), "localhost"))
				.withMessage("Nothing more is sent on this connection");
		}
	}

	@Test
	void tellsThatNobodyListens() throws Exception {
		int port;
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = listener.getLocalPort();
		}
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, Duration.ofSeconds(10))) {
			assertThatExceptionOfType(ServerUnreachableException.class)
				.isThrownBy(() -> socket.connect(new InetSocketAddress("localhost", port), 0))
				.withCauseInstanceOf(ConnectException.class);
		}
		assertThat(this.security.failed()).singleElement()
			.isInstanceOfSatisfying(ServerUnreachableException.class,
					(ex) -> assertThat(ex.getServer()).isEqualTo(new ServerAddress("localhost", port)));
	}

	// As behind a firewall that drops packets
	@Test
	void givesUpAServerThatAcceptsNoConnection() throws Exception {
		List<Socket> waiting = new ArrayList<>();
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fill(listener, waiting);
			assertTimesOut(listener, Duration.ofMillis(500), 0);
			assertTimesOut(listener, Duration.ofMillis(500), 1);
			assertTimesOut(listener, Duration.ofMillis(500), 60_000);
			assertTimesOut(listener, Duration.ofMinutes(1), 1000);
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
		}
		assertThat(this.security.failed()).hasSize(4).hasOnlyElementsOfType(ConnectionTimedOutException.class);
	}

	private static void fill(ServerSocket listener, List<Socket> waiting) throws IOException {
		try {
			while (waiting.size() < 50) {
				Socket socket = new Socket();
				waiting.add(socket);
				socket.connect(listener.getLocalSocketAddress(), 300);
			}
		}
		catch (SocketTimeoutException ex) {
			// The backlog is full
		}
	}

	private void assertTimesOut(ServerSocket listener, Duration limit, int timeout) throws IOException {
		try (GuardedSocket socket = new GuardedSocket(this.security.get(), false, limit)) {
			assertThatExceptionOfType(ConnectionTimedOutException.class)
				.isThrownBy(() -> socket.connect(listener.getLocalSocketAddress(), timeout))
				.satisfies((ex) -> {
					assertThat(ex.getStage()).isEqualTo(ConnectionStage.TCP_CONNECTION);
					assertThat(ex.getElapsed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
				});
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void reportsTheFirstOfItsFailuresOnly() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			IOException first = pair.client().fail(new IOException("first"));
			pair.client().fail(new IOException("second"));
			assertThat(this.security.failed()).containsExactly(first);
		}
	}

	@Test
	void tellsAnotherProtocolFromAFailedHandshake() throws Exception {
		assertHandshakeFails(false, "SN", TlsRefusedException.class);
		assertHandshakeFails(true, "HTTP/1.1 400", TlsRefusedException.class);
		assertHandshakeFails(false, "S\u0015\u0003\u0003\u0000\u0002\u0002\u0028", HandshakeFailedException.class);
		assertHandshakeFails(true, "\u0015\u0003\u0003\u0000\u0002\u0002\u0028", HandshakeFailedException.class);
		assertHandshakeFails(true, "", HandshakeFailedException.class);
	}

	// The answer and what follows it arrive one after the other
	private void assertHandshakeFails(boolean direct, String sent, Class<? extends Exception> expected)
			throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security, direct, Duration.ofSeconds(10))) {
			byte[] bytes = sent.getBytes(StandardCharsets.ISO_8859_1);
			if (!direct) {
				pair.server().getOutputStream().write(bytes[0]);
				pair.client().getOutputStream().write(FirstPacket.sslRequest());
				assertThat(pair.client().getInputStream().read()).isEqualTo('S');
			}
			pair.server().getOutputStream().write(bytes, direct ? 0 : 1, bytes.length - (direct ? 0 : 1));
			pair.server().shutdownOutput();
			SSLSocket connection = this.security.get().createLayeredSocket(pair.client(), "localhost");
			assertThatExceptionOfType(expected).isThrownBy(connection::startHandshake);
			assertThat(pair.client().isClosed()).isTrue();
		}
	}

	@Test
	void requiresTheProtocolOfPostgres() {
		assertThatNoException().isThrownBy(() -> ApplicationProtocol.require("postgresql"));
		for (String other : new String[] { null, "", "http/1.1" }) {
			assertThatExceptionOfType(UnprovenServerException.class)
				.isThrownBy(() -> ApplicationProtocol.require(other))
				.satisfies((ex) -> assertThat(ex.getMissing()).isEqualTo(Missing.APPLICATION_PROTOCOL));
		}
	}

}

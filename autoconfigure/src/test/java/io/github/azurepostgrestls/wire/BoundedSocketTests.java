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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundedSocket} and {@link BoundedInputStream}.
 *
 * @author the azure-postgres-tls contributors
 */
class BoundedSocketTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(300);

	private ServerSocket listener;

	@BeforeEach
	void listen() throws IOException {
		this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.listener.close();
	}

	@Test
	void readsBytesAsTheyAreAndRemembersTheFirst() throws Exception {
		try (Bounded socket = connect(LONG); Socket server = this.listener.accept()) {
			server.getOutputStream().write(new byte[] { -1, 'N', 'o' });
			server.shutdownOutput();
			InputStream input = socket.boundedInput();
			assertThat(input.read()).isEqualTo(255);
			assertThat(input.read(new byte[4], 1, 3)).isEqualTo(2);
			assertThat(input.read()).isEqualTo(-1);
			assertThat(socket.received().bytes()).containsExactly(-1, 'N', 'o');
			assertThat(socket.isTimedOut()).isFalse();
		}
	}

	@Test
	void endsAReadAtTheDeadlineWhateverTheDriverAskedFor() throws Exception {
		try (Bounded socket = connect(SHORT); Socket server = this.listener.accept()) {
			socket.setSoTimeout((int) LONG.toMillis());
			assertThat(server.isConnected()).isTrue();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
			assertThat(socket.isTimedOut()).isTrue();
			assertThat(socket.elapsed()).isBetween(SHORT.dividedBy(2), LONG);
			assertThat(socket.getSoTimeout()).isEqualTo((int) LONG.toMillis());
		}
	}

	@Test
	void endsAReadWhenTheDriverAskedFor() throws Exception {
		try (Bounded socket = connect(LONG); Socket server = this.listener.accept()) {
			socket.setSoTimeout(50);
			assertThat(server.isConnected()).isTrue();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
			assertThat(socket.elapsed()).isLessThan(LONG);
		}
	}

	@Test
	void limitsAllToWhatTheDriverAskedFor() throws Exception {
		try (Bounded socket = connect(LONG); Socket server = this.listener.accept()) {
			socket.setSoTimeout(50);
			socket.limitToTimeout();
			socket.setSoTimeout(0);
			assertThat(server.isConnected()).isTrue();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
			assertThat(socket.elapsed()).isLessThan(LONG);
		}
	}

	// As a query that runs longer than it took to connect
	@Test
	void waitsForAVerifiedServerAsLongAsTheDriverDoes() throws Exception {
		try (Bounded socket = connect(SHORT); Socket server = this.listener.accept()) {
			server.getOutputStream().write('S');
			InputStream input = socket.boundedInput();
			assertThat(input.read()).isEqualTo('S');
			socket.endDeadline();
			Executor later = CompletableFuture.delayedExecutor(SHORT.toMillis() * 2, TimeUnit.MILLISECONDS);
			CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> write(server), later);
			assertThat(input.read()).isEqualTo('Z');
			answer.join();
			assertThat(socket.elapsed()).isZero();
			socket.limitToTimeout();
			assertThat(socket.elapsed()).isZero();
			assertThat(socket.received().bytes()).containsExactly('S');
		}
	}

	@Test
	void keepsTheDriversTimeoutAfterTheDeadline() throws Exception {
		try (Bounded socket = connect(LONG); Socket server = this.listener.accept()) {
			server.getOutputStream().write('S');
			socket.boundedInput().read();
			socket.setSoTimeout(50);
			socket.endDeadline();
			assertThat(server.isConnected()).isTrue();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
			assertThat(socket.isTimedOut()).isFalse();
		}
	}

	// As the driver does for Connection.setNetworkTimeout
	@Test
	void takesTheDriversTimeoutAtAnyTime() throws Exception {
		try (Bounded socket = connect(LONG); Socket server = this.listener.accept()) {
			socket.endDeadline();
			socket.setSoTimeout(50);
			assertThat(server.isConnected()).isTrue();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
		}
	}

	@Test
	void hasTakenNoTimeBeforeItConnects() throws Exception {
		try (Bounded socket = new Bounded(SHORT)) {
			assertThat(socket.elapsed()).isZero();
			socket.limitToTimeout();
			assertThat(socket.elapsed()).isZero();
		}
	}

	private Bounded connect(Duration limit) throws IOException {
		Bounded socket = new Bounded(limit);
		socket.connect(this.listener.getLocalSocketAddress(), 0);
		return socket;
	}

	private static void write(Socket server) {
		try {
			server.getOutputStream().write('Z');
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Bounded extends BoundedSocket {

		private Bounded(Duration limit) {
			super(limit);
		}

	}

}

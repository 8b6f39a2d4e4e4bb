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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuardedSocket} in the hands of somebody who uses it as the driver
 * doesn't.
 *
 * @author the azure-postgres-tls contributors
 */
class GuardedSocketMisuseTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerCertificate localhost = authority.issue("localhost");

	private static final byte[] CANCEL_REQUEST = ByteBuffer.allocate(16)
		.putInt(16)
		.putInt((1234 << 16) | 5678)
		.putLong(0x1122334455667788L)
		.array();

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void sendsNoUrgentData() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> pair.client().sendUrgentData('X'));
		}
	}

	@Test
	void sendsOnlyTlsRecordsOnceTlsIsLayered() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			this.security.get().createLayeredSocket(pair.client(), "localhost");
			OutputStream output = pair.client().getOutputStream();
			assertThatExceptionOfType(PlaintextRefusedException.class)
				.isThrownBy(() -> output.write("StartupMessage".getBytes(StandardCharsets.US_ASCII)));
			assertThat(pair.server().getInputStream().readAllBytes()).isEmpty();
		}
	}

	@Test
	void sendsNoCancelRequestOnAConnectionThatHasTls() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			OutputStream early = pair.client().getOutputStream();
			CompletableFuture<byte[]> received = TlsPeer.agreeAndServe(pair.server(), localhost);
			SSLSocket connection = pair.client().secure();
			assertThat(connection.getInputStream().read()).isEqualTo('!');
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> early.write(CANCEL_REQUEST));
			connection.close();
			assertThat(received.join()).isEmpty();
		}
	}

	@Test
	void aRefusedCancelRequestIsNoFailureOfTheDataSource() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			pair.server().getOutputStream().write('N');
			assertThatExceptionOfType(TlsRefusedException.class)
				.isThrownBy(() -> pair.client().getOutputStream().write(CANCEL_REQUEST));
		}
		assertThat(this.security.failed()).isEmpty();
	}

	@Test
	void closesTheConnectionAfterAnError() throws Exception {
		ConnectionSecurity broken = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				new FailingListener());
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = new GuardedSocket(broken, true, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			TlsPeer.serve(listener.accept(), localhost, "postgresql");
			assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(socket::secure);
			assertThat(socket.isClosed()).isTrue();
		}
	}

	// The driver tries the next host after an IOException only
	@Test
	void throwsAnIoExceptionAlthoughTheListenerFails() throws Exception {
		ConnectionSecurity broken = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				new FailingListener());
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
	void skipsNothingForANegativeCount() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			assertThat(pair.client().getInputStream().skip(-1)).isZero();
		}
	}

	private static final class FailingListener implements HandshakeListener {

		@Override
		public void verified(NegotiatedSession session, VerifiedConnection connection) {
			throw new NoClassDefFoundError("broken");
		}

		@Override
		public @Nullable String failed(Exception failure) {
			throw new IllegalStateException("broken");
		}

	}

}

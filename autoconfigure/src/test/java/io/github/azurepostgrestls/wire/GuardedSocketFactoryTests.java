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
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Properties;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GuardedSocketFactory}.
 *
 * @author the azure-postgres-tls contributors
 */
class GuardedSocketFactoryTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final TestSecurity security = new TestSecurity(authority);

	private final Properties info = new Properties();

	private Registration registration;

	@BeforeEach
	void register() {
		this.registration = ConnectionSecurityRegistry.register(this.security.get());
		this.info.setProperty("sslfactoryarg", this.registration.id());
		this.info.setProperty("sslmode", "verify-full");
	}

	@AfterEach
	void close() {
		this.registration.close();
	}

	@Test
	void guardsItsSockets() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket socket = new GuardedSocketFactory(this.info).createSocket()) {
			socket.connect(listener.getLocalSocketAddress());
			assertThatExceptionOfType(PlaintextRefusedException.class)
				.isThrownBy(() -> socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).array()));
		}
	}

	@Test
	void asksForTlsUnlessTheConnectionStartsWithIt() throws Exception {
		assertThat(isAgreed()).isFalse();
		this.info.setProperty("sslNegotiation", "postgres");
		assertThat(isAgreed()).isFalse();
		this.info.setProperty("sslNegotiation", "direct");
		assertThat(isAgreed()).isTrue();
	}

	private boolean isAgreed() throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = (GuardedSocket) new GuardedSocketFactory(this.info).createSocket()) {
			socket.connect(listener.getLocalSocketAddress());
			this.security.get().createLayeredSocket(socket, "localhost");
			return true;
		}
		catch (IOException ex) {
			assertThat(ex).hasMessage("The connection is NEW, not AGREED");
			return false;
		}
	}

	@Test
	void limitsConnectionsToWhatThePoolWaits() throws Exception {
		this.info.setProperty("sslfactoryarg",
				new SecurityReference(this.registration.id(), Duration.ofMillis(200)).toString());
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = (GuardedSocket) new GuardedSocketFactory(this.info).createSocket()) {
			socket.connect(listener.getLocalSocketAddress(), 0);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.boundedInput().read());
			assertThat(socket.elapsed()).isLessThan(Duration.ofSeconds(8));
		}
	}

	@Test
	void makesNoConnectionOfItsOwn() throws Exception {
		GuardedSocketFactory factory = new GuardedSocketFactory(this.info);
		InetAddress loopback = InetAddress.getLoopbackAddress();
		try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
			int port = listener.getLocalPort();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> factory.createSocket("localhost", port))
				.withMessageStartingWith("Only unconnected sockets");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> factory.createSocket(loopback, port));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> factory.createSocket("localhost", port, loopback, 0));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> factory.createSocket(loopback, port, loopback, 0));
		}
	}

	@Test
	void isNotMadeForAnUnknownId() {
		this.registration.close();
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> new GuardedSocketFactory(this.info));
	}

}

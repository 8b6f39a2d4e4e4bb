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
import java.util.Map;
import java.util.Properties;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VerifyingSocketFactory}.
 *
 * @author the azure-postgres-tls contributors
 */
class VerifyingSocketFactoryTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	@ParameterizedTest
	@CsvSource({ "verify-full,verify-full", "verify-ca,verify-ca", "verify-ca,verify-full" })
	void worksUnderTheConfiguredModeAndAStrongerOne(String configured, String effective) throws Exception {
		assertThat(factory(configured, effective)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "verify-full,verify-ca", "verify-full,require", "verify-full,prefer", "verify-full,disable",
			"verify-ca,require", "verify-ca,allow", "verify-ca,disable" })
	void refusesToWorkUnderAWeakerMode(String configured, String effective) {
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> factory(configured, effective))
			.withMessage("sslmode=%s is weaker than the configured %s", effective, configured);
	}

	@Test
	void refusesToWorkUnderAModeThatTheDriverDoesNotKnow() {
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> factory("verify-full", "verify-all"))
			.withMessageContaining("verify-all");
	}

	@Test
	void isNotMadeForAnUnknownId() {
		Properties info = new Properties();
		info.setProperty("sslmode", "verify-full");
		info.setProperty("sslfactoryarg", "unknown");
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> new VerifyingSocketFactory(info));
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> new ServerNameVerifier(info));
	}

	@Test
	void layersTlsOverAGuardedConnectionOnly() throws Exception {
		VerifyingSocketFactory factory = factory("verify-full", "verify-full");
		try (GuardedPair pair = GuardedPair.direct(new TestSecurity(authority))) {
			assertThat(factory.createSocket(pair.client(), "localhost", 5432, true)).isInstanceOfSatisfying(
					SSLSocket.class,
					(socket) -> assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm())
						.isEqualTo("HTTPS"));
			Socket unguarded = pair.server();
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> factory.createSocket(unguarded, "localhost", 5432, true))
				.withMessageStartingWith("TLS is only layered over a connection of the driver");
		}
	}

	@Test
	void makesNoConnectionOfItsOwn() throws Exception {
		VerifyingSocketFactory factory = factory("verify-full", "verify-full");
		InetAddress loopback = InetAddress.getLoopbackAddress();
		try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
			int port = listener.getLocalPort();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> factory.createSocket("localhost", port));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> factory.createSocket(loopback, port));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> factory.createSocket("localhost", port, loopback, 0));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> factory.createSocket(loopback, port, loopback, 0));
		}
		assertThat(factory.getDefaultCipherSuites()).isEmpty();
		assertThat(factory.getSupportedCipherSuites()).isEmpty();
	}

	private static VerifyingSocketFactory factory(String configured, String effective) throws SSLException {
		TestSecurity security = new TestSecurity(authority, Map.of("mode", configured));
		try (Registration registration = ConnectionSecurityRegistry.register(security.get())) {
			Properties info = new Properties();
			info.setProperty("sslfactoryarg", registration.id());
			info.setProperty("sslmode", effective);
			return new VerifyingSocketFactory(info);
		}
	}

}

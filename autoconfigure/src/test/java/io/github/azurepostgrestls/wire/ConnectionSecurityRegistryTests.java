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

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionSecurityRegistry}.
 *
 * @author the azure-postgres-tls contributors
 */
class ConnectionSecurityRegistryTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final ConnectionSecurity verifyCa = new TestSecurity(authority, Map.of("mode", "verify-ca")).get();

	@Test
	void leadsToWhatWasRegisteredUntilItIsClosed() throws Exception {
		Registration registration = ConnectionSecurityRegistry.register(this.verifyCa);
		SecurityReference reference = new SecurityReference(registration.id(), Duration.ofSeconds(3));
		Properties info = info(reference.toString(), "verify-ca");
		assertThat(ConnectionSecurityRegistry.require(info)).isSameAs(this.verifyCa);
		assertThat(ConnectionSecurityRegistry.isRegistered(reference)).isTrue();
		assertThat(ConnectionSecurityRegistry.referenceIn(info)).isEqualTo(reference);
		registration.close();
		assertThat(ConnectionSecurityRegistry.isRegistered(reference)).isFalse();
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> ConnectionSecurityRegistry.require(info))
			.withMessageStartingWith("No open application context secures this connection");
	}

	@Test
	void leadsNowhereWithoutAKnownId() {
		try (Registration registration = ConnectionSecurityRegistry.register(this.verifyCa)) {
			assertThatExceptionOfType(SSLException.class)
				.isThrownBy(() -> ConnectionSecurityRegistry.require(new Properties()));
			assertThatExceptionOfType(SSLException.class)
				.isThrownBy(() -> ConnectionSecurityRegistry.require(info(registration.id() + "x", "verify-full")));
		}
	}

	@Test
	void givesEachItsOwn() {
		try (Registration first = ConnectionSecurityRegistry.register(this.verifyCa);
				Registration second = ConnectionSecurityRegistry.register(this.verifyCa)) {
			assertThat(first.id()).isNotEqualTo(second.id());
		}
	}

	@Test
	void verifiesFullyWhereTheConnectionAsksForIt() throws Exception {
		try (Registration registration = ConnectionSecurityRegistry.register(this.verifyCa)) {
			assertThat(ConnectionSecurityRegistry.require(info(registration.id(), "verify-full")).mode())
				.isEqualTo(VerificationMode.VERIFY_FULL);
			assertThat(ConnectionSecurityRegistry.require(info(registration.id(), "Verify-Full")).mode())
				.isEqualTo(VerificationMode.VERIFY_FULL);
			assertThat(ConnectionSecurityRegistry.require(info(registration.id(), "require")).mode())
				.isEqualTo(VerificationMode.VERIFY_CA);
		}
	}

	private static Properties info(String reference, String sslmode) {
		Properties info = new Properties();
		info.setProperty("sslfactoryarg", reference);
		info.setProperty("sslmode", sslmode);
		return info;
	}

}

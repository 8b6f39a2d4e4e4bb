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

import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLParameters;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.ServerTrust;
import io.github.azurepostgrestls.trust.TlsMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TlsPolicy}.
 *
 * @author the azure-postgres-tls contributors
 */
class TlsPolicyTests {

	private static final String NEW_SUITE = "TLS_AES_256_GCM_SHA384";

	private static final String OLD_SUITE = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";

	private static final List<String> SUPPORTED = List.of(NEW_SUITE, OLD_SUITE, "TLS_RSA_WITH_NULL_SHA256",
			"TLS_DH_anon_WITH_AES_128_GCM_SHA256");

	private static final ServerTrust trust = new TestSecurity(TestCertificateAuthority.azureLike()).trust()
		.current()
		.trust();

	@Test
	void offersBothProtocolsAndNoOlder() {
		assertThat(applied(policy(Map.of()), material(List.of(), List.of())).getProtocols()).containsExactly("TLSv1.2",
				"TLSv1.3");
		assertThat(applied(policy(Map.of()), material(List.of("TLSv1.1", "TLSv1.2"), List.of())).getProtocols())
			.containsExactly("TLSv1.2");
	}

	@Test
	void offersNothingBelowTheConfiguredMinimum() {
		TlsPolicy policy = policy(Map.of("minimum-protocol", "TLSv1.3"));
		assertThat(applied(policy, material(List.of(), List.of())).getProtocols()).containsExactly("TLSv1.3");
		assertThat(applied(policy, material(List.of("TLSv1.2", "TLSv1.3"), List.of())).getProtocols())
			.containsExactly("TLSv1.3");
	}

	@Test
	void refusesABundleThatLeavesNoProtocol() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> policy(Map.of("minimum-protocol", "TLSv1.3", "bundle", "db"))
				.requireUsable(material(List.of("TLSv1.2"), List.of()), SUPPORTED))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo("azure.postgres.tls.bundle");
				assertThat(ex.getValue()).isEqualTo("db");
				assertThat(ex.getReason())
					.isEqualTo("The bundle enables [TLSv1.2], and TLSv1.3 is the oldest that is spoken.");
			});
	}

	@Test
	void offersTheConfiguredSuitesBeforeThoseOfTheBundle() {
		TlsMaterial bundle = material(List.of(), List.of(OLD_SUITE));
		assertThat(applied(policy(Map.of("cipher-suites", NEW_SUITE)), bundle).getCipherSuites())
			.containsExactly(NEW_SUITE);
		assertThat(applied(policy(Map.of()), bundle).getCipherSuites()).containsExactly(OLD_SUITE);
		assertThat(applied(policy(Map.of()), material(List.of(), List.of())).getCipherSuites()).isNull();
	}

	@Test
	void acceptsSuitesThatProtect() {
		assertThatNoException().isThrownBy(() -> requireUsable(NEW_SUITE + "," + OLD_SUITE, "TLSv1.2"));
		assertThatNoException().isThrownBy(() -> requireUsable(OLD_SUITE, "TLSv1.2"));
		assertThatNoException().isThrownBy(() -> requireUsable(NEW_SUITE + "," + OLD_SUITE, "TLSv1.3"));
		assertThatNoException().isThrownBy(() -> requireUsable("", "TLSv1.3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_RSA_WITH_NULL_SHA256", "TLS_DH_anon_WITH_AES_128_GCM_SHA256",
			NEW_SUITE + ",TLS_RSA_WITH_NULL_SHA256" })
	void refusesSuitesThatDoNotProtect(String suites) {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> requireUsable(suites, "TLSv1.2"))
			.withMessageContaining("doesn't encrypt or doesn't authenticate")
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("azure.postgres.tls.cipher-suites"));
	}

	@Test
	void refusesSuitesOfNoUseUnderTheMinimum() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> requireUsable(OLD_SUITE, "TLSv1.3"))
			.withMessageContaining("None of these belongs to TLSv1.3");
	}

	@Test
	void refusesSuitesThatTheJvmDoesNotKnow() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> requireUsable("TLS_SECRET", "TLSv1.2"))
			.withMessageContaining("This JVM has no cipher suite of that name");
	}

	@Test
	void blamesTheBundleForItsSuites() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> policy(Map.of("bundle", "db")).requireUsable(material(List.of(), List.of("TLS_SECRET")),
					SUPPORTED))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo("azure.postgres.tls.bundle");
				assertThat(ex.getValue()).isEqualTo("TLS_SECRET");
			});
	}

	@Test
	void identifiesTheEndpointUnlessOnlyTheChainIsVerified() {
		TlsPolicy full = policy(Map.of());
		TlsMaterial material = material(List.of(), List.of());
		assertThat(applied(full, material).getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
		assertThat(applied(full.withMode(VerificationMode.VERIFY_CA), material).getEndpointIdentificationAlgorithm())
			.isNull();
		assertThat(applied(full, material).getAlgorithmConstraints()).isInstanceOf(MinimumStrengthConstraints.class);
	}

	@Test
	void verifiesTheConfiguredName() {
		assertThat(policy(Map.of()).nameToVerify("10.0.0.1")).isEqualTo("10.0.0.1");
		assertThat(policy(Map.of("server-name", "db.example.com")).nameToVerify("10.0.0.1"))
			.isEqualTo("db.example.com");
	}

	private static void requireUsable(String suites, String minimum) {
		policy(Map.of("cipher-suites", suites, "minimum-protocol", minimum))
			.requireUsable(material(List.of(), List.of()), SUPPORTED);
	}

	private static SSLParameters applied(TlsPolicy policy, TlsMaterial material) {
		return policy.parameters(material);
	}

	private static TlsMaterial material(List<String> protocols, List<String> suites) {
		return new TlsMaterial(trust, List.of(), protocols, suites);
	}

	private static TlsPolicy policy(Map<String, String> properties) {
		return new TlsPolicy(TestSettings.of(properties));
	}

}

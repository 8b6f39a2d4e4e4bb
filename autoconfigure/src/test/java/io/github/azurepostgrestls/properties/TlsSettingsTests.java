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

package io.github.azurepostgrestls.properties;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TlsSettings}.
 *
 * @author the azure-postgres-tls contributors
 */
class TlsSettingsTests {

	private static final String COMMON = "azure.postgres.tls.";

	private static final String OVERRIDE = "azure.postgres.tls.data-sources.orders.";

	@Test
	void verifiesFullyWithTheBundledRootsUnlessToldOtherwise() {
		TlsSettings settings = settings(Map.of());
		assertThat(settings.enabled()).isTrue();
		assertThat(settings.mode()).isEqualTo(VerificationMode.VERIFY_FULL);
		assertThat(settings.rootCertificates()).isEmpty();
		assertThat(settings.bundle()).isNull();
		assertThat(settings.minimumProtocol()).isEqualTo(TlsProtocol.TLSV1_2);
		assertThat(settings.revocationMode()).isEqualTo(RevocationMode.NONE);
		assertThat(settings.certificateValidityWarningThreshold()).isEqualTo(Duration.ofDays(14));
	}

	@Test
	void prefersWhatIsSetForTheDataSourceAndNamesThatProperty() {
		TlsSettings settings = settings(Map.of(COMMON + "mode", "verify-full", OVERRIDE + "mode", "verify-ca",
				COMMON + "cipher-suites", "A", OVERRIDE + "cipher-suites", "B"));
		assertThat(settings.mode()).isEqualTo(VerificationMode.VERIFY_CA);
		assertThat(settings.cipherSuites()).containsExactly("B");
		assertThat(settings.cipherSuitesProperty()).isEqualTo(OVERRIDE + "cipher-suites");
	}

	@Test
	void takesTheCommonSettingWhereAnotherIsOverridden() {
		TlsSettings settings = settings(
				Map.of(COMMON + "minimum-protocol", "TLSv1.3", OVERRIDE + "root-certificates", "orders.pem"));
		assertThat(settings.minimumProtocol()).isEqualTo(TlsProtocol.TLSV1_3);
		assertThat(settings.rootCertificates()).containsExactly("orders.pem");
	}

	@Test
	void ownRootsReplaceTheCommonBundle() {
		TlsSettings settings = settings(Map.of(COMMON + "bundle", "db", OVERRIDE + "root-certificates", "orders.pem"));
		assertThat(settings.bundle()).isNull();
		assertThat(settings.rootCertificates()).containsExactly("orders.pem");
	}

	@Test
	void ownBundleReplacesTheCommonRoots() {
		TlsSettings settings = settings(Map.of(COMMON + "root-certificates", "all.pem", OVERRIDE + "bundle", "db"));
		assertThat(settings.bundle()).isEqualTo("db");
		assertThat(settings.inForce()).containsEntry(OVERRIDE + "bundle", "db")
			.doesNotContainKey(COMMON + "root-certificates");
	}

	@Test
	void emptyBundleIsNone() {
		assertThat(settings(Map.of(COMMON + "bundle", "", COMMON + "root-certificates", "all.pem")).bundle()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { COMMON, OVERRIDE })
	void refusesBundleAndRootsAtOnePlace(String prefix) {
		assertRefused(Map.of(prefix + "bundle", "db", prefix + "root-certificates", "all.pem"), prefix + "bundle");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://server", "server:5432", "a b", "-server", "server." })
	void refusesWhatIsNoHostName(String name) {
		assertRefused(Map.of(OVERRIDE + "server-name", name), OVERRIDE + "server-name");
	}

	@Test
	void refusesNegativeThreshold() {
		assertRefused(Map.of(COMMON + "certificate-validity-warning-threshold", "-1d"),
				COMMON + "certificate-validity-warning-threshold");
	}

	@Test
	void refusesListsThatWouldNotBeRead() {
		assertRefused(Map.of(COMMON + "revocation.crl-locations", "list.pem", COMMON + "revocation.mode", "soft-fail",
				OVERRIDE + "revocation.mode", "none"), COMMON + "revocation.crl-locations");
	}

	@Test
	void showsWhatIsInForceAsItIsWritten() {
		assertThat(
				settings(Map.of(COMMON + "revocation.mode", "hard-fail", OVERRIDE + "negotiation", "direct")).inForce())
			.containsEntry(COMMON + "mode", "verify-full")
			.containsEntry(COMMON + "minimum-protocol", "TLSv1.2")
			.containsEntry(COMMON + "revocation.mode", "hard-fail")
			.containsEntry(OVERRIDE + "negotiation", "direct")
			.doesNotContainKeys(COMMON + "server-name", COMMON + "bundle", COMMON + "negotiation");
	}

	@Test
	void findsOverridesByTheNameThatEnvironmentVariablesCanHave() {
		TlsSettings settings = new TlsSettingsResolver(new Binder(new MapConfigurationPropertySource(
				Map.of("azure.postgres.tls.data-sources.ordersdatasource.server-name", "db.example.com")))
			.bindOrCreate(AzurePostgresTlsProperties.PREFIX, AzurePostgresTlsProperties.class))
			.settingsOf("ordersDataSource");
		assertThat(settings.serverName()).isEqualTo("db.example.com");
	}

	private static void assertRefused(Map<String, String> properties, String property) {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> settings(properties))
			.withMessageContaining("Property '" + property + "'");
	}

	private static TlsSettings settings(Map<String, String> properties) {
		return new TlsSettingsResolver(new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate(AzurePostgresTlsProperties.PREFIX, AzurePostgresTlsProperties.class)).settingsOf("orders");
	}

}

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

package io.github.azurepostgrestls.jdbc;

import java.util.Map;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.jdbc.SecuredJdbcUrl.Guarantee;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import io.github.azurepostgrestls.wire.SecurityReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SecuredJdbcUrl}.
 *
 * @author the azure-postgres-tls contributors
 */
class SecuredJdbcUrlTests {

	private static final String GUARANTEE = "channelBinding=prefer&sslmode=verify-full"
			+ "&sslfactory=io.github.azurepostgrestls.wire.VerifyingSocketFactory&sslfactoryarg=the-id"
			+ "&sslhostnameverifier=io.github.azurepostgrestls.wire.ServerNameVerifier"
			+ "&socketFactory=io.github.azurepostgrestls.wire.GuardedSocketFactory&gssEncMode=disable";

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db.example.com/app", "jdbc:postgresql://db.example.com:6432/",
			"jdbc:postgresql://a:1,b,[::1]:3/app", "jdbc:postgresql:app", "jdbc:postgresql:/", "jdbc:postgresql://",
			"jdbc:otel:postgresql://db/app", "jdbc:p6spy:postgresql://db/app", "jdbc:aws-wrapper:postgresql://db/app" })
	void addsTheGuarantee(String url) {
		assertThat(secure(url).url()).isEqualTo(url + "?" + GUARANTEE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:test", "jdbc:mysql://postgresql:3306/app?sslmode=disable",
			"jdbc:postgresq://db/app", "postgresql://db/app", "" })
	void leavesOtherUrlsAlone(String url) {
		assertThat(PostgresJdbcUrl.parse(url)).isNull();
	}

	@Test
	void keepsOtherParametersByteForByte() {
		String parameters = "connectTimeout=5&ApplicationName=a%20b%26c&options=-c%20search_path%3Dx&targetServerType=primary"
				+ "&authenticationPluginClassName=com.example.Plugin&sslResponseTimeout=7&currentSchema=é";
		assertThat(secure("jdbc:postgresql://db/app?" + parameters).url())
			.isEqualTo("jdbc:postgresql://db/app?" + parameters + "&" + GUARANTEE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslmode=require", "sslmode=prefer", "sslmode=allow", "sslmode=verify-ca",
			"sslmode=REQUIRE", "sslmode=verify%2Dca", "sslmode=verify-full&sslmode=require" })
	void raisesWeakerModesAndTellsSo(String parameters) {
		SecuredJdbcUrl secured = secure("jdbc:postgresql://db/app?user=me&" + parameters + "&connectTimeout=5");
		assertThat(secured.url()).isEqualTo("jdbc:postgresql://db/app?user=me&connectTimeout=5&" + GUARANTEE);
		assertThat(secured.raised()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ssl=true", "ssl", "ssl=", "sslmode=verify-full", "gssEncMode=allow" })
	void replacesWhatAsksForNoLess(String parameters) {
		SecuredJdbcUrl secured = secure("jdbc:postgresql://db/app?" + parameters);
		assertThat(secured.url()).isEqualTo("jdbc:postgresql://db/app?" + GUARANTEE);
		assertThat(secured.raised()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "sslmode=disable,sslmode=disable", "sslmode=%64isable,sslmode=disable",
			"sslmode=verify-full&sslmode=disable,sslmode=disable",
			"sslmode=disable&sslmode=verify-full,sslmode=disable", "sslmode=verify-all,sslmode=verify-all",
			"sslmode,sslmode=", "ssl=false,ssl=false", "ssl=no,ssl=no",
			"sslfactory=org.postgresql.ssl.NonValidatingFactory,sslfactory=org.postgresql.ssl.NonValidatingFactory",
			"sslfactoryarg=x,sslfactoryarg=x", "sslhostnameverifier=a.B,sslhostnameverifier=a.B",
			"socketFactory=a.B,socketFactory=a.B", "sslrootcert=/root.crt,sslrootcert=/root.crt",
			"sslcert=a.crt,sslcert=a.crt", "sslkey=a.key,sslkey=a.key", "sslpassword=geheim,sslpassword=******",
			"gssEncMode=prefer,gssEncMode=prefer", "gssEncMode=require,gssEncMode=require",
			"gssEncMode=unknown,gssEncMode=unknown", "host=evil,PGHOST=evil", "Host=evil,PGHOST=evil",
			"PGHOST=evil,PGHOST=evil", "port=1,PGPORT=1", "service=x,service=x" })
	void refusesContradictions(String parameters, String setting) {
		assertThatExceptionOfType(ContradictoryTlsSettingException.class)
			.isThrownBy(() -> secure("jdbc:postgresql://db/app?" + parameters))
			.satisfies((ex) -> {
				assertThat(ex.getSetting()).isEqualTo(setting);
				assertThat(ex.getLocation()).isEqualTo("the URL");
				assertThat(ex.getAction()).isNotEmpty();
				assertThat(ex.getMessage()).doesNotContain("geheim");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://me:geheim@db:5432/app", "jdbc:postgresql://me:geheim@db/app",
			"jdbc:postgresql://a,me:geheim@b", "jdbc:otel:postgresql://me:geheim@db/app?sslmode=require" })
	void refusesCredentialsThatTheDriverWouldTakeForTheHost(String url) {
		assertThatExceptionOfType(ContradictoryTlsSettingException.class).isThrownBy(() -> secure(url))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("spring.datasource.password")
				.doesNotContain("geheim", "me:"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jdbc:postgresql://db/app@home", "jdbc:postgresql://db/app?user=me@db", "jdbc:postgresql:a@b" })
	void keepsAnAtSignElsewhere(String url) {
		assertThat(secure(url).url()).startsWith(url);
	}

	@Test
	void namesThePropertyToUseInsteadOfSslrootcert() {
		assertThatExceptionOfType(ContradictoryTlsSettingException.class)
			.isThrownBy(() -> secure("jdbc:postgresql://db/app?sslrootcert=%2Fetc%2Froot.crt"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("azure.postgres.tls.root-certificates"));
	}

	@Test
	void refusesContradictionsInPoolProperties() {
		assertThatExceptionOfType(ContradictoryTlsSettingException.class)
			.isThrownBy(() -> secure("jdbc:postgresql://db/app", Map.of("sslmode", "disable")))
			.satisfies((ex) -> assertThat(ex.getLocation()).isEqualTo("the pool"));
	}

	@Test
	void keepsTheStrongestOfAllModes() {
		Guarantee verifyCa = new Guarantee(VerificationMode.VERIFY_CA, Negotiation.POSTGRES, ChannelBinding.PREFER,
				SecurityReference.of("the-id"));
		assertThat(secure("jdbc:postgresql://db/app?sslmode=require", Map.of(), verifyCa).url())
			.contains("sslmode=verify-ca");
		assertThat(secure("jdbc:postgresql://db/app?sslmode=verify-full", Map.of(), verifyCa).url())
			.contains("sslmode=verify-full");
		assertThat(secure("jdbc:postgresql://db/app?ApplicationName=verify-full", Map.of(), verifyCa).url())
			.contains("sslmode=verify-ca");
		assertThat(secure("jdbc:postgresql://db/app", Map.of("sslmode", "verify-full"), verifyCa).url())
			.contains("sslmode=verify-full");
	}

	@Test
	void doesNotWeakenChannelBindingOfThePool() {
		assertThat(secure("jdbc:postgresql://db/app", Map.of("channelBinding", "require")).url())
			.doesNotContain("channelBinding");
		assertThat(secure("jdbc:postgresql://db/app?channelBinding=require", Map.of()).url())
			.containsOnlyOnce("channelBinding=require");
	}

	@Test
	void requiredChannelBindingIsRequiredOfAll() {
		Guarantee required = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.POSTGRES, ChannelBinding.REQUIRE,
				SecurityReference.of("the-id"));
		assertThat(secure("jdbc:postgresql://db/app?channelBinding=disable", Map.of(), required).url())
			.containsOnlyOnce("channelBinding=require")
			.doesNotContain("channelBinding=disable");
	}

	@Test
	void asksForDirectNegotiation() {
		Guarantee direct = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.DIRECT, ChannelBinding.PREFER,
				SecurityReference.of("the-id"));
		assertThat(secure("jdbc:postgresql://db/app", Map.of(), direct).url())
			.containsOnlyOnce("sslNegotiation=direct");
	}

	@Test
	void keepsDirectNegotiationOfTheUrl() {
		assertThat(secure("jdbc:postgresql://db/app?sslNegotiation=direct").url())
			.containsOnlyOnce("sslNegotiation=direct");
	}

	@Test
	void securesASecuredUrlWithoutAChange() {
		try (Registration registration = TestRegistration.open()) {
			Guarantee first = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.DIRECT, ChannelBinding.REQUIRE,
					SecurityReference.of(registration.id()));
			String secured = secure("jdbc:postgresql://db/app?user=me", Map.of(), first).url();
			assertThat(secure(secured, Map.of(), first).url()).isEqualTo(secured);
		}
	}

	@Test
	void givesADerivedDataSourceItsOwnSecurity() {
		try (Registration registration = TestRegistration.open()) {
			String url = "jdbc:postgresql://db/app?sslfactoryarg=" + registration.id();
			Guarantee own = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.DIRECT, ChannelBinding.REQUIRE,
					SecurityReference.of("another"));
			assertThat(secure(url, Map.of(), own).url()).contains("sslfactoryarg=another")
				.doesNotContain(registration.id());
			assertThat(secure("jdbc:postgresql://db/app", Map.of("sslfactoryarg", registration.id()), own).url())
				.contains("sslfactoryarg=another");
		}
	}

	@Test
	void keepsTheNegotiationOfThePool() {
		Guarantee direct = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.DIRECT, ChannelBinding.PREFER,
				SecurityReference.of("the-id"));
		assertThat(secure("jdbc:postgresql://db/app", Map.of("sslNegotiation", "direct"), direct).url())
			.doesNotContain("sslNegotiation");
		assertThat(secure("jdbc:postgresql://db/app?sslNegotiation=postgres", Map.of(), direct).url())
			.containsOnlyOnce("sslNegotiation=direct")
			.doesNotContain("sslNegotiation=postgres");
	}

	@Test
	void tellsWhatItRaisedInUrlAndPool() {
		assertThat(secure("jdbc:postgresql://db/app?sslmode=require", Map.of("sslmode", "prefer")).raised())
			.containsExactly(new DriverParameter("sslmode", "require"), new DriverParameter("sslmode", "prefer"));
	}

	private static SecuredJdbcUrl secure(String url) {
		return secure(url, Map.of());
	}

	private static SecuredJdbcUrl secure(String url, Map<String, String> properties) {
		return secure(url, properties, guarantee());
	}

	private static SecuredJdbcUrl secure(String url, Map<String, String> properties, Guarantee guarantee) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		assertThat(parsed).isNotNull();
		return SecuredJdbcUrl.secure(new ConnectionSettings(parsed, () -> "the URL",
				ConnectionSettings.parameters(properties), (parameter) -> "the pool"), guarantee);
	}

	private static Guarantee guarantee() {
		return new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.POSTGRES, ChannelBinding.PREFER,
				SecurityReference.of("the-id"));
	}

}

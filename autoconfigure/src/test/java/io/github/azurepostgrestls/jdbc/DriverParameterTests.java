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
import io.github.azurepostgrestls.driver.Meaning;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DriverParameter} and {@link ConnectionSettings}.
 *
 * @author the azure-postgres-tls contributors
 */
class DriverParameterTests {

	@ParameterizedTest
	@CsvSource({ "allow,VERIFY_CA,RAISED", "prefer,VERIFY_CA,RAISED", "require,VERIFY_FULL,RAISED",
			"verify-ca,VERIFY_FULL,RAISED", "verify-ca,VERIFY_CA,REPLACED", "verify-full,VERIFY_CA,REPLACED",
			"VERIFY-FULL,VERIFY_FULL,REPLACED" })
	void modeIsRaisedToTheConfiguredOne(String sslmode, VerificationMode required, Meaning meaning) {
		assertThat(new DriverParameter("sslmode", sslmode).meaningUnder(required, () -> "here")).isEqualTo(meaning);
	}

	@ParameterizedTest
	@CsvSource({ "ssl,true,REPLACED", "ssl,TRUE,REPLACED", "ssl,'',REPLACED", "gssEncMode,disable,REPLACED",
			"gssEncMode,Allow,REPLACED", "user,me,UNRELATED", "SSLMODE,disable,UNRELATED",
			"sslResponseTimeout,1,UNRELATED", "socketTimeout,1,UNRELATED" })
	void otherParametersAreReplacedOrKept(String name, String value, Meaning meaning) {
		assertThat(meaningOf(name, value)).isEqualTo(meaning);
	}

	@Test
	void classesOfTheGuaranteeAreReplaced() {
		assertThat(meaningOf("sslfactory", VerifyingSocketFactory.class.getName())).isEqualTo(Meaning.REPLACED);
		assertThat(meaningOf("sslhostnameverifier", ServerNameVerifier.class.getName())).isEqualTo(Meaning.REPLACED);
		assertThat(meaningOf("socketFactory", GuardedSocketFactory.class.getName())).isEqualTo(Meaning.REPLACED);
		// The driver's default
		assertThat(meaningOf("sslfactory", "org.postgresql.ssl.LibPQFactory")).isEqualTo(Meaning.REPLACED);
	}

	@Test
	void referenceIsReplacedWhileItLeadsSomewhere() {
		Registration registration = TestRegistration.open();
		assertThat(meaningOf("sslfactoryarg", registration.id())).isEqualTo(Meaning.REPLACED);
		assertThat(meaningOf("sslfactoryarg", registration.id() + ":500")).isEqualTo(Meaning.REPLACED);
		registration.close();
		assertContradicts("sslfactoryarg", registration.id(), "It belongs to a socket factory that is not used.");
	}

	@ParameterizedTest
	@CsvSource({ "sslmode,disable,It switches TLS off.", "sslmode,verify,The driver knows no such mode.",
			"ssl,false,It switches TLS off.", "gssEncMode,prefer,A GSS-encrypted connection would skip TLS.",
			"sslfactory,com.example.Own,Another class would decide which servers to trust.",
			"sslhostnameverifier,com.example.Own,Another class would decide which host names are right.",
			"socketFactory,com.example.Own,Another class would decide what is sent and where.",
			"socketFactoryArg,x,It belongs to a socket factory that is not used.",
			"sslrootcert,/root.crt,It is not read when the starter secures the connection.",
			"sslcert,x,Client certificates are not read from driver parameters.",
			"sslkey,x,Client certificates are not read from driver parameters.",
			"sslpassword,x,Client certificates are not read from driver parameters.",
			"sslpasswordcallback,x,Client certificates are not read from driver parameters.",
			"service,x,A service file would bring settings that this starter can't see." })
	void contradictionIsExplained(String name, String value, String reason) {
		assertContradicts(name, value, reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PGHOST", "PGPORT" })
	void hostAndPortBelongIntoTheUrl(String name) {
		assertContradicts(name, "1",
				"It overrides the host or port that the URL names, and with it the name that is verified.");
	}

	@ParameterizedTest
	@CsvSource({ "password,secret,password=******", "sslpassword,secret,sslpassword=******",
			"PASSWORD,secret,PASSWORD=******", "user,me,user=me" })
	void passwordsAreNotShown(String name, String value, String expected) {
		assertThat(new DriverParameter(name, value)).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource({ "channelBinding,prefer,true", "channelBinding,require,false", "sslNegotiation,postgres,true",
			"unknown,prefer,false", "user,me,false" })
	void defaultIsTheDriversOwn(String name, String value, boolean expected) {
		assertThat(new DriverParameter(name, value).isDefault()).isEqualTo(expected);
	}

	@Test
	void parametersAreThoseOfAPool() {
		assertThat(ConnectionSettings.parameters(Map.of("loginTimeout", 5)))
			.containsExactly(new DriverParameter("loginTimeout", "5"));
	}

	private static Meaning meaningOf(String name, String value) {
		return new DriverParameter(name, value).meaningUnder(VerificationMode.VERIFY_FULL, () -> "here");
	}

	private static void assertContradicts(String name, String value, String reason) {
		assertThatExceptionOfType(ContradictoryTlsSettingException.class).isThrownBy(() -> meaningOf(name, value))
			.satisfies((ex) -> {
				assertThat(ex.getLocation()).isEqualTo("here");
				assertThat(ex.getMessage()).contains(reason);
				assertThat(ex.getAction()).startsWith("Remove it");
			});
	}

}

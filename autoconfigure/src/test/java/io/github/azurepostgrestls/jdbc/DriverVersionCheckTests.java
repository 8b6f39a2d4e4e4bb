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

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DriverVersionCheck}.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class DriverVersionCheckTests {

	private static final TlsSettings SETTINGS = TestSettings.of(Map.of());

	private static final TlsSettings REQUIRING = TestSettings.of(Map.of("channel-binding", "require"));

	@ParameterizedTest
	@ValueSource(strings = { "42.2.5", "42.7.9", "42.7.11" })
	void warnsOnceOfAVulnerableDriver(String version, CapturedOutput output) {
		DriverVersionCheck check = new DriverVersionCheck(version);
		check.require(SETTINGS);
		check.require(SETTINGS);
		assertThat(output).containsOnlyOnce("The PostgreSQL driver %s has a vulnerability".formatted(version))
			.contains("Use version 42.7.12 or later");
	}

	@Test
	void refusesAVulnerableDriverWhereChannelBindingIsRequired() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> new DriverVersionCheck("42.7.11").require(REQUIRING))
			.withMessageContaining("azure.postgres.tls.channel-binding")
			.withMessageContaining("42.7.11 can't guarantee it");
	}

	@Test
	void acceptsTheDriverOfThisBuild(CapturedOutput output) {
		DriverVersionCheck check = new DriverVersionCheck(Driver.class.getPackage().getImplementationVersion());
		check.require(SETTINGS);
		check.require(REQUIRING);
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "42.7.12", "42.8.0-SNAPSHOT", "43.0.0", "unknown" })
	void acceptsNewerDriversAndForks(String driver, CapturedOutput output) {
		new DriverVersionCheck(driver).require(SETTINGS);
		assertThat(output).isEmpty();
	}

}

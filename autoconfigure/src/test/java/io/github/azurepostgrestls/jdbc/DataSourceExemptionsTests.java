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

import io.github.azurepostgrestls.properties.TestSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSourceExemptions}.
 *
 * @author the azure-postgres-tls contributors
 */
class DataSourceExemptionsTests {

	private final DataSourceExemptions exemptions = new DataSourceExemptions((name) -> TestSettings.of(Map.of()),
			(url) -> true);

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://localhost:32768/test?loggerLevel=OFF",
			"jdbc:postgresql://127.0.0.1/test", "jdbc:postgresql://[::1]:5432/test",
			"jdbc:postgresql://172.17.0.2/test", "jdbc:postgresql://10.0.0.1/test" })
	void exemptDevelopmentDatabasesNearby(String url) {
		assertThat(this.exemptions.exemptsByUrl("dataSource", url)).isTrue();
		assertThat(this.exemptions.reasonOf("dataSource"))
			.isEqualTo("azure.postgres.tls.development-databases is exempt");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://203.0.113.5/test", "jdbc:postgresql://localhost,203.0.113.5/test",
			"jdbc:postgresql://localhost/test?PGHOST=203.0.113.5", "jdbc:postgresql://localhost/test?PGHOST=localhost",
			"jdbc:postgresql://localhost/test?PGPORT=5433", "jdbc:postgresql://localhost/test?service=production",
			"jdbc:postgresql://unknown.example.com/test" })
	void exemptNothingElse(String url) {
		assertThat(this.exemptions.exemptsByUrl("dataSource", url)).isFalse();
		assertThat(this.exemptions.reasonOf("dataSource")).isNull();
	}

	@Test
	void doNotExemptWhatNobodyProvides() {
		DataSourceExemptions none = new DataSourceExemptions((name) -> TestSettings.of(Map.of()), (url) -> false);
		assertThat(none.exemptsByUrl("dataSource", "jdbc:postgresql://localhost/test")).isFalse();
	}

}

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

package io.github.azurepostgrestls.driver;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Exemptions}.
 *
 * @author the azure-postgres-tls contributors
 */
class ExemptionsTests {

	private static final ConnectionBean BEAN = ConnectionBean.dataSource("dataSource");

	private final Exemptions exemptions = new Exemptions((name) -> TestSettings.of(Map.of()));

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "[::1]", "172.17.0.2", "10.0.0.1" })
	void exemptDevelopmentDatabasesNearby(String host) {
		assertThat(this.exemptions.exemptDevelopmentDatabase(BEAN, servers(host))).isTrue();
		assertThat(this.exemptions.reasonOf("dataSource"))
			.isEqualTo("azure.postgres.tls.development-databases is exempt");
		assertThat(this.exemptions.include(new ServerAddress(host, 5432))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.5", "localhost,203.0.113.5", "unknown.example.com" })
	void exemptNothingElse(String hosts) {
		assertThat(this.exemptions.exemptDevelopmentDatabase(BEAN, servers(hosts.split(",")))).isFalse();
		assertThat(this.exemptions.reasonOf("dataSource")).isNull();
	}

	@Test
	void doNotExemptWhatNamesNoServer() {
		assertThat(this.exemptions.exemptDevelopmentDatabase(BEAN, List.of())).isFalse();
	}

	private static List<ServerAddress> servers(String... hosts) {
		return Stream.of(hosts).map((host) -> new ServerAddress(host, 5432)).toList();
	}

}

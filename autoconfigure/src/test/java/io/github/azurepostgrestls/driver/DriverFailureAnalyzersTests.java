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

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContradictoryTlsSettingFailureAnalyzer} and
 * {@link UnsecurableConnectionsFailureAnalyzer}.
 *
 * @author the azure-postgres-tls contributors
 */
class DriverFailureAnalyzersTests {

	@Test
	void nameTheContradictionAndHowToFixIt() {
		FailureAnalysis analysis = new ContradictoryTlsSettingFailureAnalyzer()
			.analyze(new IllegalStateException(new ContradictoryTlsSettingException("sslmode=disable", "the JDBC URL",
					"It switches TLS off.", "Remove it.")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("'sslmode=disable' in the JDBC URL contradicts verified TLS. It switches TLS off.");
		assertThat(analysis.getAction()).isEqualTo("Remove it.");
	}

	@Test
	void nameTheDataSourceThatCannotBeSecured() {
		FailureAnalysis analysis = new UnsecurableConnectionsFailureAnalyzer()
			.analyze(new IllegalStateException(new UnsecurableConnectionsException("The reason.", "The fix.")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The reason.");
		assertThat(analysis.getAction()).isEqualTo("The fix.");
	}

}

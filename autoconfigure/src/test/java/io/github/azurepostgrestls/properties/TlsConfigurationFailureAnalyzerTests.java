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

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TlsConfigurationFailureAnalyzer}.
 *
 * @author the azure-postgres-tls contributors
 */
class TlsConfigurationFailureAnalyzerTests {

	private static final InvalidTlsConfigurationException INVALID = new InvalidTlsConfigurationException(
			"azure.postgres.tls.root-certificates[1]", "classpath:missing.pem", "It does not exist.", "Correct it.");

	@Test
	void namesTheElementOfAList() {
		FailureAnalysis analysis = analyze(Map.of("azure.postgres.tls.root-certificates[1]", "classpath:missing.pem"));
		assertThat(analysis.getDescription()).contains("Property: azure.postgres.tls.root-certificates[1]",
				"Value: \"classpath:missing.pem\"", "Origin: ", "Reason: It does not exist.");
		assertThat(analysis.getAction()).isEqualTo("Correct it.");
	}

	@Test
	void findsTheOriginOfCommaSeparatedList() {
		assertThat(
				analyze(Map.of("azure.postgres.tls.root-certificates", "azure,classpath:missing.pem")).getDescription())
			.contains("Origin: \"azure.postgres.tls.root-certificates\" from property source \"test\"");
	}

	@Test
	void printsNoOriginWhereThereIsNone() {
		assertThat(analyze(Map.of()).getDescription()).doesNotContain("Origin");
	}

	@Test
	void findsTheOriginOfAnOverrideForABeanWithUpperCaseLetters() {
		String property = "azure.postgres.tls.data-sources.dataSource.server-name";
		FailureAnalysis analysis = analyze(Map.of(property, "https://db"),
				new InvalidTlsConfigurationException(property, "https://db", "This is no host name.", "Correct it."));
		assertThat(analysis.getDescription()).contains("Property: " + property, "Origin: \"" + property);
	}

	private static FailureAnalysis analyze(Map<String, Object> properties) {
		return analyze(properties, INVALID);
	}

	private static FailureAnalysis analyze(Map<String, Object> properties, InvalidTlsConfigurationException failure) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		FailureAnalysis analysis = new TlsConfigurationFailureAnalyzer(environment).analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

}

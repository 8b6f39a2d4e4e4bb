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

package io.github.azurepostgrestls.autoconfigure;

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OnTlsEnabledCondition}.
 *
 * @author the azure-postgres-tls contributors
 */
class OnTlsEnabledConditionTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
				AzurePostgresTlsDisabledAutoConfiguration.class));

	@Test
	void isOnByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(DataSourceSecurer.class)
			.doesNotHaveBean("azurePostgresTlsDisabledWarning"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "yes", "on", "1" })
	void isOnForAllThatMeansTrue(String value) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.enabled=" + value)
			.run((context) -> assertThat(context).hasSingleBean(DataSourceSecurer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "False", "no", "off", "0" })
	void isOffForAllThatMeansFalse(String value) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.enabled=" + value)
			.run((context) -> assertThat(context).doesNotHaveBean(DataSourceSecurer.class)
				.hasBean("azurePostgresTlsDisabledWarning"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nope", "ture", "disabled", "" })
	void failsTheStartForAnythingElse(String value) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.enabled=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).isNotNull()
				.hasStackTraceContaining("azure.postgres.tls.enabled"));
	}

}

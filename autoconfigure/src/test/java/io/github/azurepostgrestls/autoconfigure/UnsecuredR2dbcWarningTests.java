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

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsecuredR2dbcWarning}.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class UnsecuredR2dbcWarningTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class));

	@Test
	void warnsOfConnectionsToPostgres(CapturedOutput output) {
		this.contextRunner.withBean("orders", ConnectionFactory.class, () -> new Named("PostgreSQL"))
			.run((context) -> assertThat(output).containsOnlyOnce("ConnectionFactory 'orders' is not secured"));
	}

	@Test
	void saysNothingOfOtherDatabases(CapturedOutput output) {
		this.contextRunner.withBean(ConnectionFactory.class, () -> new Named("H2"))
			.run((context) -> assertThat(output).doesNotContain("is not secured"));
	}

	/**
	 * A factory of which only the name of its database matters.
	 *
	 * @param name the name
	 */
	private record Named(String name) implements ConnectionFactory {

		@Override
		public Publisher<? extends Connection> create() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return this::name;
		}

	}

}

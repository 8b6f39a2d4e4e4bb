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

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Runs application contexts with the starter on a server that they trust.
 *
 * @author the azure-postgres-tls contributors
 */
public final class SecuredContextRunner {

	private SecuredContextRunner() {
	}

	/**
	 * Create a runner.
	 * @param server the server
	 * @return the runner of contexts with one DataSource
	 */
	public static ApplicationContextRunner on(TlsPostgres server) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

}

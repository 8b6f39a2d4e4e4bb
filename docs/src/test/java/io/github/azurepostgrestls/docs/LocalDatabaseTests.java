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

package io.github.azurepostgrestls.docs;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Example of a test of an application.
 *
 * @author the azure-postgres-tls contributors
 */
// tag::test[]
@SpringBootTest
@TlsPostgresTest
class LocalDatabaseTests {

	@Autowired
	private HikariDataSource dataSource;

	@Autowired
	@Qualifier("azurePostgresTlsHealthContributor")
	private HealthIndicator health;

	@Test
	void connectsWithVerifiedTls() {
		TlsHealthAssert.eventually(() -> this.health.health(true), TlsHealthAssert::isVerified);
		JdbcTemplate template = new JdbcTemplate(this.dataSource);
		assertThat(template.queryForObject("select current_user", String.class)).isEqualTo(TlsPostgres.USER);
	}

	@Test
	void refusesCertificateOfAnotherServer(TlsPostgres server) {
		TlsHealthAssert.eventually(() -> this.health.health(true), TlsHealthAssert::isVerified);
		server.presentCertificateFor("otherserver.postgres.database.azure.com");
		server.closeConnections();
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		TlsHealthAssert.eventually(() -> this.health.health(true), (it) -> it.isRefused("HOSTNAME_MISMATCH"));
	}

	// end::test[]
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, AzurePostgresTlsAutoConfiguration.class,
			AzurePostgresTlsHealthContributorAutoConfiguration.class })
	static class Application {

	}
	// tag::test[]

}
// end::test[]

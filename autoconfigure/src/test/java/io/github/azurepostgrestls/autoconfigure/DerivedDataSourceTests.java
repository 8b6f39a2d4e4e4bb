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

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A DataSource that is derived from a secured one.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class DerivedDataSourceTests {

	@Test
	void hasItsOwnSettings(TlsPostgres server) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class))
			.withUserConfiguration(MainAndDerived.class)
			.withBean("url", String.class, () -> server.jdbcUrl(AzureHosts.SERVER))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + server.authority().rootPem(),
					"azure.postgres.tls.data-sources.derived.root-certificates="
							+ TestCertificateAuthority.named("Other").rootPem())
			.run((context) -> {
				context.getBean("main", DataSource.class).getConnection().close();
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(context.getBean("derived", DataSource.class)::getConnection)
					.withStackTraceContaining("was refused");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class MainAndDerived {

		@Bean
		HikariDataSource main(String url) {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(url)
				.username(TlsPostgres.USER)
				.password(TlsPostgres.PASSWORD)
				.build();
		}

		@Bean
		DataSource derived(@Qualifier("main") DataSource main) {
			return DataSourceBuilder.derivedFrom(main).build();
		}

	}

}

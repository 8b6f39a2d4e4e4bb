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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
class DerivedDataSourceTests {

	private static TlsPostgres server;

	private static Path root;

	private static Path otherRoot;

	@BeforeAll
	static void startServer(@TempDir Path directory) throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		root = authority.writeRootPem(directory);
		otherRoot = TestCertificateAuthority.named("Other")
			.writeRootPem(Files.createDirectory(directory.resolve("other")));
		server = TlsPostgres.start(authority, authority.issue(AzureHosts.SERVER));
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@Test
	void hasItsOwnSettings() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class))
			.withUserConfiguration(MainAndDerived.class)
			.withPropertyValues("azure.postgres.tls.root-certificates=" + root,
					"azure.postgres.tls.data-sources.derived.root-certificates=" + otherRoot)
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
		HikariDataSource main() {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(server.jdbcUrl(AzureHosts.SERVER))
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

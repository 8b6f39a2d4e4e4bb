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

import java.nio.file.Path;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the migrations that the guide shows, on a database with TLS.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class MigrationExamplesTests {

	@ParameterizedTest
	@CsvSource({ "flyway,flyway_schema_history", "liquibase,databasechangelog" })
	void migrateAsTheirOwnUser(String tool, String history, TlsPostgres server, @TempDir Path directory)
			throws Exception {
		String database = "orders_" + tool;
		server.createDatabase(database);
		ExampleFiles.in(directory)
			.configure(runner(server), "migrations-%s.yaml".formatted(tool))
			// The server of the tests lets only this user in, and not that of the
			// DataSource
			.withPropertyValues(urls(tool, "jdbc:postgresql://localhost:%d/%s".formatted(server.port(), database)))
			.withPropertyValues("spring.%s.user=%s".formatted(tool, TlsPostgres.USER),
					"spring.%s.password=%s".formatted(tool, TlsPostgres.PASSWORD))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(ownerOf(history, commandLineUrl(server, database, directory))).isEqualTo(TlsPostgres.USER);
	}

	@Test
	void applicationMigratesAndEnds(TlsPostgres server, @TempDir Path directory) throws Exception {
		String url = server.createDatabase("orders_pipeline");
		MigrationApplicationExample
			.main(new String[] { "--spring.datasource.url=" + url, "--spring.datasource.username=" + TlsPostgres.USER,
					"--spring.datasource.password=" + TlsPostgres.PASSWORD,
					"--azure.postgres.tls.root-certificates=" + server.authority().writeRootPem(directory) });
		assertThat(ownerOf("orders", commandLineUrl(server, "orders_pipeline", directory))).isEqualTo(TlsPostgres.USER);
	}

	@Test
	void applicationFailsIfTheServerCannotBeVerified(TlsPostgres server) {
		String url = server.createDatabase("orders_refused");
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> MigrationApplicationExample.main(new String[] { "--spring.datasource.url=" + url }))
			.havingRootCause()
			.withMessageContaining("not trusted");
	}

	private static ApplicationContextRunner runner(TlsPostgres server) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	private static String[] urls(String tool, String url) {
		return tool.equals("flyway") ? new String[] { "spring.datasource.url=" + url, "spring.liquibase.enabled=false" }
				: new String[] { "spring.liquibase.url=" + url, "spring.flyway.enabled=false" };
	}

	// As the guide shows it for tools without Spring Boot
	private static String commandLineUrl(TlsPostgres server, String database, Path directory) throws Exception {
		return "jdbc:postgresql://localhost:%d/%s?sslmode=verify-full&sslrootcert=%s".formatted(server.port(), database,
				server.authority().writeRootPem(directory));
	}

	private static String ownerOf(String table, String url) {
		return new JdbcTemplate(new DriverManagerDataSource(url, TlsPostgres.USER, TlsPostgres.PASSWORD))
			.queryForObject("select tableowner from pg_tables where tablename = ?", String.class, table);
	}

}

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

package io.github.azurepostgrestls.integration;

import java.util.List;
import java.util.stream.Stream;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when a server is refused by the first that wants to connect, deep in
 * the creation of a bean.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class DatabaseInitializersTests {

	private static final String MIGRATIONS = "classpath:migrations/";

	private static final ServerCertificate rogue = TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER);

	private TlsPostgres server;

	@BeforeEach
	void presentRogueCertificate(TlsPostgres shared) throws Exception {
		this.server = shared;
		shared.present(rogue);
	}

	@ParameterizedTest
	@EnumSource
	void areUnderstoodWhenTheyFail(Initializer initializer, CapturedOutput output) {
		failToStart(initializer);
		assertThat(explanation(output)).contains("DataSource 'dataSource': no secure connection (UNTRUSTED_ROOT)",
				"'CN=Rogue'", "azure.postgres.tls.root-certificates");
	}

	@ParameterizedTest
	@EnumSource
	void comeAfterTheVerificationAtStart(Initializer initializer, CapturedOutput output) {
		failToStart(initializer, "--azure.postgres.tls.verify-on-startup=true");
		assertThat(explanation(output)).contains("DataSource 'dataSource': no secure connection (UNTRUSTED_ROOT)");
	}

	// Hibernate doesn't say why it has no metadata
	@ParameterizedTest
	@EnumSource(names = { "JPA", "FLYWAY" })
	void sayWhyTheLoginWasRefused(Initializer initializer, CapturedOutput output) {
		this.server.restore();
		failToStart(initializer, "--spring.datasource.password=wrong");
		assertThat(explanation(output)).contains("DataSource 'dataSource': no connection (LOGIN_REFUSED)",
				"The server's own message: password authentication failed");
	}

	private void failToStart(Initializer initializer, String... arguments) {
		List<String> common = List.of("--spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER),
				"--spring.datasource.username=" + TlsPostgres.USER,
				"--spring.datasource.password=" + TlsPostgres.PASSWORD,
				"--azure.postgres.tls.root-certificates=" + this.server.authority().rootPem());
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class, initializer.configuration)
				.web(WebApplicationType.NONE)
				// Spring Session is there for web applications only
				.contextFactory((type) -> new GenericWebApplicationContext())
				.run(Stream.of(common, initializer.arguments, List.of(arguments))
					.flatMap(List::stream)
					.toArray(String[]::new)));
	}

	// Spring Boot logs this one with the stack trace, where no analyzer knows the failure
	private static String explanation(CapturedOutput output) {
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START")
			.doesNotContain("Application run failed", TlsPostgres.PASSWORD);
		return output.getOut().substring(output.getOut().indexOf("APPLICATION FAILED TO START"));
	}

	/**
	 * Those that connect during the start.
	 */
	enum Initializer {

		/** Migrations of Flyway. */
		FLYWAY(FlywayConfiguration.class, "--spring.flyway.locations=" + MIGRATIONS + "flyway"),

		/** Change logs of Liquibase. */
		LIQUIBASE(LiquibaseConfiguration.class, "--spring.liquibase.change-log=" + MIGRATIONS + "changelog.sql"),

		/** Scripts of Spring Boot. */
		SQL_INIT(SqlInitConfiguration.class, "--spring.sql.init.mode=always",
				"--spring.sql.init.schema-locations=" + MIGRATIONS + "schema.sql"),

		/** The job store of Quartz. */
		QUARTZ(QuartzConfiguration.class, "--spring.quartz.job-store-type=jdbc",
				"--spring.quartz.jdbc.initialize-schema=always"),

		/** The sessions of Spring Session. */
		SESSION(SessionConfiguration.class, "--spring.session.jdbc.initialize-schema=always"),

		/** The job repository of Spring Batch. */
		BATCH(BatchConfiguration.class, "--spring.batch.jdbc.initialize-schema=always"),

		/** The job repository of Spring Batch, whose tables are there already. */
		BATCH_WITHOUT_SCHEMA(BatchConfiguration.class, "--spring.batch.jdbc.initialize-schema=never"),

		/** The message store of Spring Integration. */
		INTEGRATION(IntegrationConfiguration.class, "--spring.integration.jdbc.initialize-schema=always"),

		/** The event publication registry of Spring Modulith. */
		MODULITH(ModulithConfiguration.class, "--spring.modulith.events.jdbc.schema-initialization.enabled=true"),

		/** Hibernate. */
		JPA(JpaConfiguration.class);

		private final Class<?> configuration;

		private final List<String> arguments;

		Initializer(Class<?> configuration, String... arguments) {
			this.configuration = configuration;
			this.arguments = List.of(arguments);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(FlywayAutoConfiguration.class)
	static class FlywayConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LiquibaseAutoConfiguration.class)
	static class LiquibaseConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DataSourceInitializationAutoConfiguration.class)
	static class SqlInitConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(QuartzAutoConfiguration.class)
	static class QuartzConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(JdbcSessionAutoConfiguration.class)
	static class SessionConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceTransactionManagerAutoConfiguration.class, BatchJdbcAutoConfiguration.class })
	static class BatchConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(IntegrationAutoConfiguration.class)
	static class IntegrationConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
	static class JpaConfiguration {

	}

}

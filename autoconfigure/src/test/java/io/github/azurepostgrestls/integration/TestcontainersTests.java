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

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgreSQLContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of applications whose database is a container with a {@link ServiceConnection}.
 *
 * @author the azure-postgres-tls contributors
 */
@RequiresTool(Tool.DOCKER)
@ExtendWith(OutputCaptureExtension.class)
class TestcontainersTests {

	private static final String IMAGE = "postgres:17";

	private static TlsPostgreSQLContainer containerWithTls;

	private static PostgreSQLContainer plainContainer;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, AzurePostgresTlsAutoConfiguration.class,
						AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.hikari.connection-timeout=5000",
				"spring.datasource.hikari.maximum-pool-size=1",
				"azure.postgres.tls.root-certificates=" + containerWithTls.authority().rootPem());

	@BeforeAll
	static void startContainers() {
		containerWithTls = TlsPostgreSQLContainer.of(IMAGE);
		containerWithTls.start();
		plainContainer = new PostgreSQLContainer(IMAGE);
		plainContainer.start();
	}

	@AfterAll
	static void stopContainers() {
		try (TlsPostgreSQLContainer first = containerWithTls; PostgreSQLContainer second = plainContainer) {
			assertThat(first).isNotEqualTo(second);
		}
	}

	@Test
	void isVerifiedUnderTheNameOfTheCertificate() throws Exception {
		containerWithTls.present(containerWithTls.authority().issue(AzureHosts.SERVER));
		this.contextRunner.withUserConfiguration(WithTls.class)
			.withPropertyValues("azure.postgres.tls.server-name=" + AzureHosts.SERVER)
			.run((context) -> {
				assertThat(query(context, "select version from pg_stat_ssl where pid = pg_backend_pid()"))
					.isEqualTo("TLSv1.3");
				assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("sslmode=verify-full");
				Health health = context.getBean(HealthIndicator.class).health(true);
				TlsHealthAssert.assertThat(health).isVerified().hasProtocol("TLSv1.3");
				assertThat(health).isNotNull();
				assertThat(health.getDetails()).containsEntry("host", containerWithTls.getHost())
					.containsEntry("port", containerWithTls.getFirstMappedPort())
					.containsEntry("serverName", AzureHosts.SERVER);
			});
	}

	@Test
	void refusesCertificateThatDoesNotNameTheContainersHost() throws Exception {
		containerWithTls.present(containerWithTls.authority().issue(AzureHosts.SERVER));
		this.contextRunner.withUserConfiguration(WithTls.class)
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH)));
	}

	@Test
	void plainContainerIsRefusedWithTheWayOut() {
		this.contextRunner.withUserConfiguration(Plain.class)
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> {
					Diagnosis diagnosis = Diagnosis.of(ex);
					assertThat(diagnosis.reason()).isEqualTo(FailureReason.SERVER_REFUSED_TLS);
					assertThat(diagnosis.action()).contains("azure.postgres.tls.development-databases=exempt");
				}));
	}

	@Test
	void startWithPlainContainerSaysTheWayOut(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(VerifiedApplication.class)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("azure.postgres.tls.verify-on-startup=true",
					"spring.datasource.hikari.connection-timeout=5000");
		assertThatExceptionOfType(Exception.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "SERVER_REFUSED_TLS",
				"azure.postgres.tls.development-databases=exempt");
	}

	@Test
	void plainContainerWorksOnceTheStarterIsDisabled() {
		this.contextRunner.withUserConfiguration(Plain.class)
			.withPropertyValues("azure.postgres.tls.enabled=false")
			.run((context) -> assertThat(query(context, "select 'plain'")).isEqualTo("plain"));
	}

	@Test
	void plainContainerIsExemptedOnRequest(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Plain.class)
			.withPropertyValues("azure.postgres.tls.development-databases=exempt")
			.run((context) -> {
				assertThat(query(context, "select 'plain'")).isEqualTo("plain");
				assertThat(output).contains("DataSource 'dataSource' is not secured:"
						+ " azure.postgres.tls.development-databases is exempt");
				Health health = context.getBean(HealthIndicator.class).health(true);
				assertThat(health).isNotNull();
				assertThat(health.getDetails()).containsEntry("reason", "EXEMPTED");
			});
	}

	private static String query(AssertableApplicationContext context, String sql) {
		return new JdbcTemplate(context.getBean(DataSource.class)).queryForObject(sql, String.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class WithTls {

		@Bean(destroyMethod = "")
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return containerWithTls;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean(destroyMethod = "")
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return plainContainer;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServiceConnectionAutoConfiguration.class, AzurePostgresTlsAutoConfiguration.class,
			DataSourceAutoConfiguration.class })
	static class VerifiedApplication extends Plain {

	}

}

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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.actuate.CertificateDetails;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.concurrent.SleepingQuery;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of connections through a {@link PgBouncer}.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@RequiresTool(Tool.PGBOUNCER)
class PgBouncerTests {

	private static ServerCertificate poolersCertificate;

	private static TlsPostgres server;

	private static PgBouncer pooler;

	private static String root;

	private RecordingProxy proxy;

	private ApplicationContextRunner contextRunner;

	@BeforeAll
	static void startPooler(TlsPostgres shared, @TempDir Path directory) throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.named("Root of the pooler");
		root = authority.rootPem();
		poolersCertificate = authority.issue(AzureHosts.SERVER);
		server = shared;
		pooler = PgBouncer.start(shared, poolersCertificate, directory);
	}

	@AfterAll
	static void stopPooler() throws Exception {
		pooler.close();
	}

	@BeforeEach
	void startProxy() throws Exception {
		this.proxy = RecordingProxy.start(pooler.port());
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://%s:%d/%s?prepareThreshold=0".formatted(AzureHosts.SERVER,
							this.proxy.port(), TlsPostgres.DATABASE),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"spring.datasource.hikari.maximum-pool-size=1", "azure.postgres.tls.root-certificates=" + root);
	}

	@AfterEach
	void stopProxy() throws Exception {
		this.proxy.close();
	}

	@Test
	void isVerifiedAndSendsOnlyTls() {
		this.contextRunner.run((context) -> {
			JdbcTemplate template = new JdbcTemplate(context.getBean(DataSource.class));
			for (int i = 0; i < 10; i++) {
				assertThat(template.queryForObject("select ?::int", Integer.class, i)).isEqualTo(i);
			}
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("sslmode=verify-full",
					"prepareThreshold=0");
			assertThat(this.proxy.recordings()).singleElement().matches(Recording::isOnlyTls);
		});
	}

	@Test
	void refusesPoolerThatIsNotTrusted() {
		String another = TestCertificateAuthority.named("Another Root").rootPem();
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.root-certificates=" + another,
					"spring.datasource.hikari.connection-timeout=2000")
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT)));
	}

	@ParameterizedTest
	@CsvSource({ "spring.datasource.password=wrong,accept the user's password,LOGIN_REFUSED",
			"spring.datasource.username=nobody,(PgBouncer) refused,LOGIN_REFUSED",
			"spring.datasource.hikari.data-source-properties.options=-c statement_timeout=9,startup parameters,CONNECTION_FAILED" })
	void tellsRefusalsOfThePoolerFromTls(String property, String description, FailureReason reason) {
		this.contextRunner.withPropertyValues(property, "spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> {
					Diagnosis diagnosis = Diagnosis.of(ex);
					assertThat(diagnosis.reason()).isEqualTo(reason);
					assertThat(diagnosis.description()).contains("refused the connection", description);
				}));
	}

	@Test
	void healthShowsTheSessionWithThePoolerAndNotTheServersOwn() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(HealthIndicator.class).health(true);
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("host", AzureHosts.SERVER)
				.containsEntry("port", this.proxy.port())
				.containsEntry("protocol", "TLSv1.3")
				.containsEntry("connections", 1);
			assertThat((List<?>) health.getDetails().get("certificateChain")).hasSize(3)
				.first()
				.isInstanceOfSatisfying(CertificateDetails.class, (leaf) -> assertThat(leaf.serialNumber())
					.isEqualTo(poolersCertificate.leaf().getSerialNumber().toString(16)));
			// The server's view is of the pooler's connection
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("select version from pg_stat_ssl where pid = pg_backend_pid()", String.class))
				.isEqualTo("TLSv1.2");
		});
	}

	@Test
	void cancelsOverTls() {
		this.contextRunner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, server);
				statement.cancel();
				assertThatExceptionOfType(Exception.class).isThrownBy(query::join)
					.havingRootCause()
					.withMessageContaining("canceling statement due to user request");
			}
			assertThat(this.proxy.recordings()).hasSize(2).allMatch(Recording::isOnlyTls);
		});
	}

	@Test
	void cancelsOnQueryTimeoutOverTls() {
		this.contextRunner.run((context) -> {
			JdbcTemplate template = new JdbcTemplate(context.getBean(DataSource.class));
			template.setQueryTimeout(1);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.execute(SleepingQuery.SQL))
				.havingRootCause()
				.withMessageContaining("canceling statement due to user request");
			assertThat(this.proxy.recordings()).hasSize(2).allMatch(Recording::isOnlyTls);
		});
	}

}

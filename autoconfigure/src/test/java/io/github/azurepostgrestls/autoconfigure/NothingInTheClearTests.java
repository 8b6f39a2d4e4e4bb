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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.concurrent.SleepingQuery;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The wire itself, recorded between the application and a real server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class NothingInTheClearTests {

	private TlsPostgres server;

	private RecordingProxy proxy;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void startProxy(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.proxy = RecordingProxy.start(shared.port());
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, this.proxy.port(),
							TlsPostgres.DATABASE),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"spring.datasource.hikari.maximum-pool-size=1", "spring.datasource.hikari.connection-timeout=2000",
					"azure.postgres.tls.root-certificates=" + shared.authority().rootPem());
	}

	@AfterEach
	void stopProxy() throws Exception {
		this.proxy.close();
	}

	@Test
	void sendsOnlyTls() {
		this.contextRunner.run((context) -> {
			new JdbcTemplate(context.getBean(DataSource.class)).execute("select 'secret query'");
			assertThat(this.proxy.recordings()).singleElement()
				.matches(Recording::isOnlyTls)
				.matches((it) -> !it.isDirect());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "direct" })
	void cancelsOverTls(String negotiation) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.negotiation=" + negotiation).run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
				statement.cancel();
				assertThatExceptionOfType(Exception.class).isThrownBy(query::join)
					.havingRootCause()
					.withMessageContaining("canceling statement due to user request");
			}
			assertThat(this.proxy.recordings()).hasSize(2)
				.allMatch(Recording::isOnlyTls)
				.allMatch((recording) -> recording.isDirect() == negotiation.equals("direct"));
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

	@Test
	void sendsNoCancelToServerThatIsNotTrusted() throws Exception {
		this.contextRunner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
				this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
				statement.cancel();
				assertThat(query).isNotDone();
				this.server.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = '%s'"
					.formatted(SleepingQuery.SQL));
				assertThatExceptionOfType(Exception.class).isThrownBy(query::join)
					.havingRootCause()
					.withMessageContaining("terminating connection");
			}
			assertThat(this.proxy.recordings()).allMatch(Recording::isOnlyTls);
		});
	}

	@Test
	void sendsNoCancelToServerThatRefusesTlsForIt(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
				this.proxy.refuseTls();
				statement.cancel();
				this.server.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = '%s'"
					.formatted(SleepingQuery.SQL));
				assertThatExceptionOfType(Exception.class).isThrownBy(query::join)
					.havingRootCause()
					.withMessageContaining("terminating connection");
			}
			// The pool may try to replace the connection that was terminated
			assertThat(this.proxy.recordings()).hasSizeGreaterThan(1)
				.allMatch(Recording::isOnlyTls)
				.element(1)
				.hasToString("0000000804d2162f");
			assertThat(output).containsOnlyOnce("refuses TLS for cancel requests");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslmode=disable", "sslmode=prefer", "gssEncMode=require", "gssEncMode=prefer" })
	void refusesWhatWasChangedAfterwards(String change) {
		this.contextRunner.run((context) -> {
			String tampered = context.getBean(HikariDataSource.class).getJdbcUrl() + "&" + change;
			if (change.startsWith("gssEncMode=prefer")) {
				tampered += "&sslmode=disable";
			}
			String url = tampered;
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(url, TlsPostgres.USER, TlsPostgres.PASSWORD))
				.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isIn(FailureReason.PLAINTEXT_REFUSED,
						FailureReason.HANDSHAKE_FAILED));
			assertThat(this.proxy.recordings()).allMatch(Recording::isOnlyTls);
		});
	}

	@Test
	void sendsNothingAfterServerRefusedTls() throws Exception {
		this.server.set("ssl", "off");
		this.contextRunner.run((context) -> {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection());
			assertThat(this.proxy.recordings()).isNotEmpty()
				.allSatisfy((recording) -> assertThat(recording).hasToString("0000000804d2162f"));
		});
	}

}

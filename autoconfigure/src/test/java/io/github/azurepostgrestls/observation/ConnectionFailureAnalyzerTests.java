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

package io.github.azurepostgrestls.observation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;
import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.SecuredContextRunner;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionFailureAnalyzer}.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class ConnectionFailureAnalyzerTests {

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	ConnectionFailureAnalyzerTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500");
	}

	@Test
	void saysOfTheDataSourceWhatTheExceptionSays() throws Exception {
		this.server.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		FailureAnalysis analysis = analyzeFailure();
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.startsWith("DataSource 'dataSource': no secure connection (UNTRUSTED_ROOT). ")
			.contains("'CN=Another Root'");
		assertThat(analysis.getCause()).hasRootCauseInstanceOf(SSLHandshakeException.class)
			.rootCause()
			.hasMessage("%s %s".formatted(analysis.getDescription(), analysis.getAction()));
	}

	@ParameterizedTest
	@CsvSource({ "password=wrong, LOGIN_REFUSED, wrong password or user, spring.datasource.username",
			"username=nobody, CLIENT_NOT_ALLOWED, pg_hba.conf has no entry, Networking" })
	void saysThatTheServerWasVerifiedAndWhatItSaid(String property, String reason, String meaning, String action) {
		FailureAnalysis analysis = analyzeFailure("spring.datasource." + property);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.startsWith("DataSource 'dataSource': no connection (%s). %s:%d was verified, but ".formatted(reason,
					AzureHosts.SERVER, this.server.port()))
			.contains(meaning, "The server's own message: ");
		assertThat(analysis.getAction()).contains(action);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "set statement_timeout = 1; select pg_sleep(9)",
			"select pg_terminate_backend(pg_backend_pid())" })
	void leavesFailuresOfStatementsToOthers(String statement) {
		this.contextRunner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> connection.createStatement().execute(statement))
					.satisfies((ex) -> assertThat(
							new ConnectionFailureAnalyzer(context.getSourceApplicationContext().getBeanFactory())
								.analyze(ex))
						.isNull());
			}
		});
	}

	@Test
	void leavesFailuresToOthersWhereTheStarterIsOff() {
		SQLException failure = fail(new ArrayList<>(), "spring.datasource.password=wrong");
		assertThat(new ConnectionFailureAnalyzer(new DefaultListableBeanFactory()).analyze(failure)).isNull();
	}

	@Test
	void leavesWhatItKnowsNothingOfToOthers() {
		assertThat(analyzeFailure(
				"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?prepareThreshold=many"))
			.isNull();
	}

	private @Nullable FailureAnalysis analyzeFailure(String... properties) {
		List<BeanFactory> beanFactories = new ArrayList<>();
		SQLException failure = fail(beanFactories, properties);
		return new ConnectionFailureAnalyzer(beanFactories.get(0)).analyze(failure);
	}

	// The bean factory's beans are destroyed by then, as after a failed start
	private SQLException fail(List<BeanFactory> beanFactories, String... properties) {
		List<SQLException> failures = new ArrayList<>();
		this.contextRunner.withPropertyValues(properties).run((context) -> {
			beanFactories.add(context.getSourceApplicationContext().getBeanFactory());
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies(failures::add);
		});
		return failures.get(0);
	}

}

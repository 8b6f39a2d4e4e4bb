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
import java.time.Instant;

import javax.net.ssl.SSLHandshakeException;
import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsDisabledAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.SecuredContextRunner;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionLog}: what an application says of its connections.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ConnectionLogTests {

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	ConnectionLogTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsDisabledAutoConfiguration.class))
			.withPropertyValues("spring.datasource.type=" + SimpleDriverDataSource.class.getName());
	}

	@Test
	void saysOnceThatAServerIsVerified(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			connect(context.getBean(DataSource.class));
			connect(context.getBean(DataSource.class));
			Instant ends = this.server.certificate().leaf().getNotAfter().toInstant();
			assertThat(output).containsOnlyOnce("verified " + AzureHosts.SERVER)
				.contains(
						("DataSource 'dataSource': verified %s:%d (verify-full, TLSv1.3, root '%s', server certificate"
								+ " valid until %s)")
							.formatted(AzureHosts.SERVER, this.server.port(),
									this.server.authority().root().getSubjectX500Principal().getName(), ends));
		});
	}

	@Test
	void warnsThatTheStarterIsOff(CapturedOutput output) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.enabled=false")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("PostgreSQL connections are not verified: azure.postgres.tls.enabled is false"));
	}

	@Test
	void theInnermostExceptionHasTheTextOfTheLog(CapturedOutput output) throws Exception {
		this.server.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		this.contextRunner.run((context) -> assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connect(context.getBean(DataSource.class)))
			.satisfies((ex) -> {
				assertThat(ex.getSQLState()).isEqualTo("08006");
				assertThat(ex.getMessage()).contains("'CN=Another Root', which is not trusted",
						"azure.postgres.tls.root-certificates");
			})
			.havingRootCause()
			.isInstanceOf(SSLHandshakeException.class)
			.satisfies((cause) -> {
				assertThat(output).containsOnlyOnce(String.valueOf(cause.getMessage()));
				assertThat(cause.getSuppressed()).singleElement()
					.satisfies((suppressed) -> assertThat(suppressed)
						.hasStackTraceContaining("CertificateRefusedException"));
			}));
	}

	private static void connect(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}
	}

}

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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.actuate.SecuredDataSources;
import io.github.azurepostgrestls.actuate.TlsMetrics;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RefusingServer;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Failures that nobody is told of but a pool, while other connections live on.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ObservedFailureTests {

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	ObservedFailureTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withPropertyValues("spring.datasource.hikari.minimum-idle=0",
					"spring.datasource.hikari.connection-timeout=2000", "azure.postgres.tls.minimum-protocol=TLSv1.3");
	}

	@Test
	void healthKnowsOfAHandshakeThatEndedWithAnAlertAndRecoversByItself() {
		this.contextRunner.run((context) -> {
			try (Connection living = connect(context)) {
				this.server.set("ssl_max_protocol_version", "'TLSv1.2'");
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
				Health down = health(context);
				assertThat(down.getStatus()).isEqualTo(Status.DOWN);
				assertThat(down.getDetails()).hasEntrySatisfying("reason",
						(reason) -> assertThat(reason).hasToString("PROTOCOL_TOO_OLD"));
				assertThat(down.getDetails()).containsEntry("connections", 1).containsKeys("description", "action");
				this.server.set("ssl_max_protocol_version", "DEFAULT");
				connect(context).close();
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(living.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void healthKnowsOfAServerThatNoLongerSpeaksTls() throws Exception {
		try (RefusingServer refusing = new RefusingServer('N')) {
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER,
						refusing.port(), TlsPostgres.DATABASE))
				.run((context) -> assertThat(health(context).getDetails()).hasEntrySatisfying("reason",
						(reason) -> assertThat(reason).hasToString("SERVER_REFUSED_TLS")));
		}
	}

	@Test
	void logsTheSameFailureOnce(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			}
			assertThat(output).containsOnlyOnce("DataSource 'dataSource': no secure connection (UNTRUSTED_ROOT)")
				.doesNotContain("\tat ");
			this.server.present(this.server.certificate());
			connect(context).close();
			this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
			context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertThat(output.getOut().split("no secure connection", -1)).hasSize(3);
		});
	}

	@Test
	void logsAgainAfterRecoveryWhereTheServerNameIsNotTheHost(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl("127.0.0.1"),
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER)
			.run((context) -> {
				this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
				this.server.present(this.server.certificate());
				connect(context).close();
				this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
				context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
				assertThat(output.getOut().split("no secure connection", -1)).hasSize(3);
			});
	}

	@Test
	void remembersALoginThatTheServerRefused() {
		this.contextRunner.withPropertyValues("spring.datasource.password=wrong").run((context) -> {
			Health down = health(context);
			assertThat(down.getDetails()).hasEntrySatisfying("description",
					(description) -> assertThat(description).asString().contains("28P01"));
			ConnectionObservation observation = observation(context);
			assertThat(observation.lastFailure()).isNotNull();
			assertThat(down.getDetails()).containsEntry("description",
					observation.lastFailure().diagnosis().description());
			assertThat(observation.failures(FailureReason.LOGIN_REFUSED)).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tellsOneStoryOfAServerThatFallsSilent(boolean agreesToTls) throws Exception {
		try (RefusingServer silent = RefusingServer.thatFallsSilentAfter('S');
				ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			int port = agreesToTls ? silent.port() : mute.getLocalPort();
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s:%d/app?connectTimeout=1"
					.formatted(AzureHosts.SERVER, port))
				.run((context) -> {
					Health down = health(context);
					ObservedFailure failure = observation(context).lastFailure();
					assertThat(failure).isNotNull();
					assertThat(failure.diagnosis().reason()).isEqualTo(FailureReason.CONNECTION_TIMED_OUT);
					assertThat(failure.diagnosis().description()).startsWith("%s:%d".formatted(AzureHosts.SERVER, port))
						.containsPattern(
								agreesToTls ? "TLS handshake within [\\d.]+ s" : "SSLRequest within [\\d.]+ s");
					assertThat(down.getDetails()).containsEntry("description", failure.diagnosis().description());
				});
		}
	}

	@Test
	void connectsAlthoughMetricsCanNotBeReported() {
		this.contextRunner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			registry.counter("azure.postgres.tls.handshake", "name", "dataSource");
			try (TlsMetrics metrics = new TlsMetrics(context.getBean(SecuredDataSources.class), () -> 0, () -> 0)) {
				metrics.bindTo(registry);
				assertThatIllegalArgumentException()
					.isThrownBy(() -> registry.timer("azure.postgres.tls.handshake", "name", "dataSource"));
				try (Connection connection = connect(context)) {
					assertThat(connection.isValid(1)).isTrue();
					assertThat(observation(context).liveSessions()).hasSize(1);
				}
			}
		});
	}

	@Test
	void logsOnceThatOneOfSeveralServersIsOutOfOrder(CapturedOutput output) throws Exception {
		try (RefusingServer refusing = new RefusingServer('N')) {
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s:%d,%s:%d/%s?hostRecheckSeconds=0"
					.formatted(AzureHosts.OTHER_SERVER, refusing.port(), AzureHosts.SERVER, this.server.port(),
							TlsPostgres.DATABASE),
						"spring.datasource.hikari.connection-timeout=40000")
				.run((context) -> {
					for (int i = 0; i < 3; i++) {
						connect(context).close();
						context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
					}
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
					assertThat(output).containsOnlyOnce("no secure connection (SERVER_REFUSED_TLS)");
				});
		}
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static ConnectionObservation observation(ApplicationContext context) {
		ConnectionObservation observation = context.getBean(ConnectionObservations.class).find("dataSource");
		assertThat(observation).isNotNull();
		return observation;
	}

	private static Health health(ApplicationContext context) {
		return context.getBean(HealthIndicator.class).health(true);
	}

}

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
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that works on while all the certificates of its server are replaced, one
 * after the other, without a restart.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class RotationSoakTests {

	private static final int THREADS = 16;

	@TempDir
	private Path directory;

	private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong queries = new AtomicLong();

	private final AtomicBoolean running = new AtomicBoolean(true);

	@Test
	void noQueryFailsWhileEveryCertificateIsReplaced(TlsPostgres server) throws Exception {
		TestCertificateAuthority former = server.authority();
		TestCertificateAuthority next = TestCertificateAuthority.named("Next Root");
		TestCertificateAuthority newIntermediate = former.withNewIntermediate();
		Path roots = Files.writeString(this.directory.resolve("roots.pem"), former.rootPem());
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"spring.datasource.hikari.maximum-pool-size=8", "azure.postgres.tls.root-certificates=" + roots)
			.run((context) -> {
				ExecutorService executor = Executors.newFixedThreadPool(THREADS);
				try {
					startLoad(context, executor);
					rotate(context, server, former.issue(AzureHosts.SERVER));
					rotate(context, server, newIntermediate.issue(AzureHosts.SERVER));
					trust(roots, former.rootPem() + next.rootPem());
					rotate(context, server, next.issue(AzureHosts.SERVER));
					trust(roots, next.rootPem());
					churn(context);
					awaitQueries(500);
					assertTrustedOnly(context, next.root());
				}
				finally {
					this.running.set(false);
					executor.shutdown();
					assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
				}
				server.present(former.issue(AzureHosts.SERVER));
				assertRefused(context);
			});
		assertThat(this.failures).isEmpty();
	}

	private void startLoad(ApplicationContext context, ExecutorService executor) {
		JdbcTemplate template = new JdbcTemplate(context.getBean(DataSource.class));
		for (int i = 0; i < THREADS; i++) {
			executor.submit(() -> {
				while (this.running.get()) {
					try {
						template.queryForList("select g, pg_backend_pid() from generate_series(1, 50) g");
						this.queries.incrementAndGet();
					}
					catch (RuntimeException ex) {
						this.failures.add(ex);
					}
				}
			});
		}
		awaitQueries(500);
	}

	private void rotate(ApplicationContext context, TlsPostgres server, ServerCertificate certificate)
			throws SQLException {
		X509Certificate before = leaf(observation(context).liveSessions().get(0));
		server.present(certificate);
		// One connection is new, so that both certificates are in use
		evictOne(context);
		Awaitility.await().until(() -> leaves(context).anyMatch(certificate.leaf()::equals));
		assertThat(leaves(context)).contains(before);
		Health health = health(context);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat((List<?>) health.getDetails().get("otherSessions")).isNotEmpty();
		churn(context);
		Awaitility.await().until(() -> leaves(context).allMatch(certificate.leaf()::equals));
		assertThat(health(context).getDetails()).doesNotContainKeys("otherSessions", "reason");
		awaitQueries(500);
	}

	// Hikari takes no maxLifetime below 30 seconds; this ends connections as that would
	private static void churn(ApplicationContext context) {
		context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
	}

	private static void evictOne(ApplicationContext context) throws SQLException {
		HikariDataSource dataSource = context.getBean(HikariDataSource.class);
		try (var connection = dataSource.getConnection()) {
			dataSource.evictConnection(connection);
		}
	}

	private void trust(Path roots, String content) throws Exception {
		Path written = Files.writeString(this.directory.resolve("written.pem"), content);
		Files.move(written, roots, StandardCopyOption.ATOMIC_MOVE);
	}

	private void awaitQueries(int more) {
		long target = this.queries.get() + more;
		Awaitility.await().until(() -> this.queries.get() > target);
	}

	private static void assertTrustedOnly(ApplicationContext context, X509Certificate root) {
		Awaitility.await().untilAsserted(() -> {
			List<SessionGroup> sessions = observation(context).liveSessions();
			assertThat(sessions).hasSize(1);
			assertThat(sessions.get(0).newest().path().trustAnchor()).isEqualTo(root);
		});
		assertThat(observation(context).openFailure()).isNull();
	}

	private static void assertRefused(ApplicationContext context) {
		String securedUrl = context.getBean(HikariDataSource.class).getJdbcUrl();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(securedUrl, TlsPostgres.USER, TlsPostgres.PASSWORD))
			.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT));
	}

	private static Stream<X509Certificate> leaves(ApplicationContext context) {
		return observation(context).liveSessions().stream().map(RotationSoakTests::leaf);
	}

	private static X509Certificate leaf(SessionGroup group) {
		return group.newest().path().certificates().get(0);
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

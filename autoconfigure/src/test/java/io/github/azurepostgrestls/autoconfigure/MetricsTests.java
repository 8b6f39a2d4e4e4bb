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

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.actuate.TlsMetrics;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RefusingServer;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * What Micrometer's registry says of the connections.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class MetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	MetricsTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsMetricsAutoConfiguration.class, DataSourceAutoConfiguration.class,
					MetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.registry, (definition) -> definition.setDestroyMethodName(""))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD, "spring.datasource.hikari.minimum-idle=0",
					"spring.datasource.hikari.connection-timeout=4000",
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	@Test
	void countsLiveConnectionsByProtocolAndCipher() {
		this.contextRunner.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
				awaitRows(() -> assertThat(this.registry.get("azure.postgres.tls.connections")
					.tags("name", "dataSource", "protocol", "TLSv1.3", "cipher", "TLS_AES_256_GCM_SHA384")
					.gauge()
					.value()).isEqualTo(2));
				assertThat(first.isValid(1) && second.isValid(1)).isTrue();
			}
			((HikariDataSource) dataSource).close();
			assertThat(this.registry.get("azure.postgres.tls.connections").gauge().value()).isZero();
		});
	}

	@Test
	void namesAnIpv6AddressAmongSeveralServers() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://[::1]:%1$d,127.0.0.1:%1$d/%2$s"
				.formatted(this.server.port(), TlsPostgres.DATABASE))
			.run((context) -> {
				try (Connection connection = connect(context)) {
					awaitRows(() -> assertThat(this.registry.get("azure.postgres.tls.connections")
						.tag("server", "[0:0:0:0:0:0:0:1]:" + this.server.port())
						.gauge()
						.value()).isEqualTo(1));
					assertThat(connection.isValid(1)).isTrue();
				}
			});
	}

	@Test
	void tellsAnOlderProtocolApart() {
		this.contextRunner.run((context) -> {
			try (Connection newer = connect(context)) {
				this.server.set("ssl_max_protocol_version", "'TLSv1.2'");
				try (Connection older = connect(context)) {
					awaitRows(() -> assertThat(this.registry.get("azure.postgres.tls.connections")
						.tag("protocol", "TLSv1.2")
						.gauge()
						.value()).isEqualTo(1));
					assertThat(this.registry.get("azure.postgres.tls.connections")
						.tag("protocol", "TLSv1.3")
						.gauge()
						.value()).isEqualTo(1);
					assertThat(newer.isValid(1) && older.isValid(1)).isTrue();
				}
			}
		});
	}

	@Test
	void timesHandshakes() {
		this.contextRunner.run((context) -> {
			connect(context).close();
			assertThat(this.registry.get("azure.postgres.tls.handshake").tag("name", "dataSource").timer().count())
				.isPositive();
			assertThat(this.registry.get("azure.postgres.tls.handshake").timer().totalTime(TimeUnit.NANOSECONDS))
				.isPositive();
		});
	}

	@Test
	void countsFailuresByReasonFromZero() {
		this.contextRunner.run((context) -> {
			for (FailureReason reason : FailureReason.values()) {
				assertThat(failures(reason)).isZero();
			}
			this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertThat(failures(FailureReason.UNTRUSTED_ROOT)).isPositive();
			assertThat(failures(FailureReason.HOSTNAME_MISMATCH)).isZero();
		});
	}

	@Test
	void countsDownToTheFirstExpiryOfTheVerifiedPath() {
		this.contextRunner.run((context) -> {
			try (Connection connection = connect(context)) {
				assertThat(connection.isValid(1)).isTrue();
				Instant ends = this.server.certificate().leaf().getNotAfter().toInstant();
				awaitRows(() -> assertThat(this.registry.get("azure.postgres.tls.chain.expiry")
					.tags("name", "dataSource", "certificate",
							this.server.certificate().leaf().getSerialNumber().toString(16))
					.gauge()
					.value()).isCloseTo(Duration.between(Instant.now(), ends).toSeconds(), within(60.0)));
			}
		});
	}

	@Test
	void doesNotCountDownForACertificateThatIsNoLongerUsed() throws Exception {
		ServerCertificate ending = this.server.authority()
			.issue((builder) -> builder.notAfter(Instant.now().plus(Duration.ofDays(2))), AzureHosts.SERVER);
		this.server.present(ending);
		this.contextRunner.run((context) -> {
			try (Connection old = connect(context)) {
				this.server.present(this.server.certificate());
				try (Connection renewed = connect(context)) {
					awaitRows(() -> assertThat(chainExpiry(ending)).isPositive());
					awaitRows(() -> assertThat(chainExpiry(this.server.certificate()))
						.isGreaterThan(chainExpiry(ending)));
					context.getBean(HikariDataSource.class).evictConnection(old);
					await().untilAsserted(() -> assertThat(chainExpiry(ending)).isNaN());
					assertThat(chainExpiry(this.server.certificate())).isPositive();
					assertThat(renewed.isValid(1)).isTrue();
				}
			}
		});
	}

	private double chainExpiry(ServerCertificate certificate) {
		return this.registry.get("azure.postgres.tls.chain.expiry")
			.tag("certificate", certificate.leaf().getSerialNumber().toString(16))
			.gauge()
			.value();
	}

	@Test
	void showsAFailureWhileItIsTheNewestEvent() {
		this.contextRunner.run((context) -> {
			assertThat(openFailure(FailureReason.UNTRUSTED_ROOT)).isZero();
			this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertThat(openFailure(FailureReason.UNTRUSTED_ROOT)).isOne();
			assertThat(openFailure(FailureReason.HOSTNAME_MISMATCH)).isZero();
			this.server.present(this.server.certificate());
			connect(context).close();
			assertThat(openFailure(FailureReason.UNTRUSTED_ROOT)).isZero();
		});
	}

	private String address() {
		return "%s:%d".formatted(AzureHosts.SERVER, this.server.port());
	}

	private double openFailure(FailureReason reason) {
		return this.registry.get("azure.postgres.tls.failure.open")
			.tags("name", "dataSource", "reason", reason.name())
			.gauge()
			.value();
	}

	@Test
	void countsWhatIsNotVerified() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.data-sources.dataSource.enabled=false")
			.run((context) -> {
				assertThat(this.registry.get("azure.postgres.tls.exempted").gauge().value()).isOne();
				assertThat(this.registry.get("azure.postgres.tls.unverified.servers").gauge().value()).isZero();
			});
	}

	@Test
	void tellsServersApart() throws Exception {
		try (RefusingServer refusing = new RefusingServer('N')) {
			String refused = "%s:%d".formatted(AzureHosts.SERVER, refusing.port());
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s,%s/%s".formatted(refused, address(),
						TlsPostgres.DATABASE))
				.run((context) -> {
					try (Connection connection = connect(context)) {
						assertThat(connection.isValid(1)).isTrue();
						assertThat(failures(FailureReason.SERVER_REFUSED_TLS, refused)).isPositive();
						assertThat(failures(FailureReason.SERVER_REFUSED_TLS, address())).isZero();
						assertThat(failures(FailureReason.SERVER_REFUSED_TLS, "unknown")).isZero();
						awaitRows(() -> assertThat(this.registry.get("azure.postgres.tls.connections")
							.tags("server", address())
							.gauge()
							.value()).isPositive());
					}
				});
		}
	}

	private double failures(FailureReason reason, String server) {
		return this.registry.get("azure.postgres.tls.failures")
			.tags("reason", reason.name(), "server", server)
			.functionCounter()
			.count();
	}

	@Test
	void countsDownToTheExpiryOfEachTrustedRoot() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.root-certificates=azure," + this.server.authority().rootPem())
			.run((context) -> {
				assertThat(this.registry.get("azure.postgres.tls.root.expiry").gauges()).hasSize(4)
					.allSatisfy((gauge) -> assertThat(gauge.value()).isPositive());
				assertThat(this.registry.get("azure.postgres.tls.root.expiry")
					.tag("subject", this.server.authority().root().getSubjectX500Principal().getName())
					.gauge()
					.value())
					.isCloseTo(Duration.between(Instant.now(), this.server.authority().root().getNotAfter().toInstant())
						.toSeconds(), within(60.0));
			});
	}

	@Test
	void countsDownForARootThatTookThePlaceOfItsNamesake(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("root.pem"), namesake(Duration.ofDays(100)));
		this.contextRunner
			.withPropertyValues(
					"azure.postgres.tls.root-certificates=%s,%s".formatted(file, this.server.authority().rootPem()))
			.run((context) -> {
				assertThat(daysLeftOfNamesake()).isCloseTo(100, within(1.0));
				Files.writeString(file, namesake(Duration.ofDays(2000)));
				connect(context).close();
				awaitRows(() -> assertThat(daysLeftOfNamesake()).isCloseTo(2000, within(1.0)));
			});
	}

	private static String namesake(Duration validity) throws Exception {
		return new CertificateBuilder().subject("CN=Namesake")
			.serial(BigInteger.ONE)
			.setIsCertificateAuthority(true)
			.notAfter(Instant.now().plus(validity))
			.buildSelfSigned()
			.getCertificatePEM();
	}

	private double daysLeftOfNamesake() {
		return this.registry.get("azure.postgres.tls.root.expiry").tag("subject", "CN=Namesake").gauge().value()
				/ Duration.ofDays(1).toSeconds();
	}

	@Test
	void countsReloadsAndFailedReloads(@TempDir Path directory) throws Exception {
		Path file = this.server.authority().writeRootPem(directory);
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + file).run((context) -> {
			Files.writeString(file, "broken");
			connect(context).close();
			assertThat(reloads("failure")).isEqualTo(1);
			assertThat(this.registry.get("azure.postgres.tls.reload.failed").gauge().value()).isOne();
			assertThat(reloads("success")).isZero();
			Files.writeString(file, this.server.authority().rootPem() + System.lineSeparator());
			context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			connect(context).close();
			assertThat(reloads("success")).isEqualTo(1);
			assertThat(this.registry.get("azure.postgres.tls.reload.failed").gauge().value()).isZero();
		});
	}

	// As the alerts and the dashboard of the guide name them
	@Test
	void prometheusSeesThemByTheNamesOfTheGuide() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.contextRunner.run((context) -> {
			context.getBean(TlsMetrics.class).bindTo(prometheus);
			connect(context).close();
			awaitRows(() -> assertThat(prometheus.scrape()).contains("azure_postgres_tls_connections{cipher=",
					"azure_postgres_tls_handshake_seconds_count{name=\"dataSource\",server=\"%s\"}"
						.formatted(address()),
					"azure_postgres_tls_handshake_seconds_sum{", "azure_postgres_tls_handshake_seconds_max{",
					"azure_postgres_tls_failures_total{name=\"dataSource\",reason=\"UNTRUSTED_ROOT\",server=\"%s\"} 0.0"
						.formatted(address()),
					"azure_postgres_tls_failure_open{name=\"dataSource\",reason=\"UNTRUSTED_ROOT\",server=\"%s\"} 0.0"
						.formatted(address()),
					"azure_postgres_tls_exempted 0.0", "azure_postgres_tls_unverified_servers 0.0",
					"azure_postgres_tls_reload_failed{name=\"dataSource\"} 0.0",
					"azure_postgres_tls_chain_expiry_seconds{certificate=",
					"azure_postgres_tls_root_expiry_seconds{certificate=",
					"azure_postgres_tls_reloads_total{name=\"dataSource\",outcome=\"failure\"} 0.0"));
		});
	}

	@Test
	void leavesTheRegistryWithItsContext() {
		this.contextRunner.run((context) -> connect(context).close());
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.extracting(Meter.Id::getName)
			.noneMatch((name) -> name.startsWith("azure.postgres.tls"));
	}

	// Rows follow the connections, outside their handshakes
	private static void awaitRows(ThrowingRunnable assertion) {
		await().ignoreException(MeterNotFoundException.class).untilAsserted(assertion);
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private double failures(FailureReason reason) {
		return this.registry.get("azure.postgres.tls.failures")
			.tags("name", "dataSource", "reason", reason.name())
			.functionCounter()
			.count();
	}

	private double reloads(String outcome) {
		return this.registry.get("azure.postgres.tls.reloads")
			.tags("name", "dataSource", "outcome", outcome)
			.functionCounter()
			.count();
	}

}

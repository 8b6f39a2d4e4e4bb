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

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.actuate.TlsHealthIndicator.ExpiringCertificate;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring Boot's own DataSource on a real server over real TLS.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class VerifiedDataSourceTests {

	private static final String USES_TLS = "select version from pg_stat_ssl where pid = pg_backend_pid()";

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	VerifiedDataSourceTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withPropertyValues("spring.datasource.hikari.minimum-idle=0",
					"spring.datasource.hikari.connection-timeout=2000");
	}

	@Test
	void isVerifiedWithoutAnyTlsSetting() {
		this.contextRunner.run((context) -> {
			assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3");
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("sslmode=verify-full");
		});
	}

	@Test
	void trustsOnlyTheAzureRootsUnlessOthersAreConfigured() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=").run((context) -> {
			Diagnosis diagnosis = diagnoseConnection(context);
			assertThat(diagnosis.reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT);
			assertThat(diagnosis.description()).contains(AzureHosts.SERVER, "DigiCert Global Root G2");
		});
	}

	@Test
	void raisesTheModeOfTheQuickstarts(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?sslmode=require")
			.run((context) -> {
				assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3");
				assertThat(output)
					.containsOnlyOnce("DataSource 'dataSource': [sslmode=require] raised to sslmode=verify-full");
			});
	}

	@Test
	void saysWhereContradictionCameFrom() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?sslmode=disable")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(ContradictoryTlsSettingException.class)
				.rootCause()
				.hasMessageContaining("'sslmode=disable' in the JDBC URL of the DataSource 'dataSource' (property"
						+ " spring.datasource.url"));
	}

	@Test
	void refusesContradictionInPoolProperties() {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.data-source-properties.sslmode=disable")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(ContradictoryTlsSettingException.class)
				.rootCause()
				.hasMessageContaining("the connection properties of the DataSource 'dataSource' (property"
						+ " spring.datasource.hikari.data-source-properties.sslmode"));
	}

	@Test
	void refusesServerWithAnotherRoot() {
		TestCertificateAuthority rogue = TestCertificateAuthority.named("Rogue Root");
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + rogue.rootPem())
			.run((context) -> {
				Diagnosis diagnosis = diagnoseConnection(context);
				assertThat(diagnosis.reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT);
				assertThat(diagnosis.description()).contains("'CN=Rogue Root");
				assertThat(diagnosis.presentedChain()).hasSize(2);
			});
	}

	@Test
	void refusesServerThatForgedTheRootsName() {
		TestCertificateAuthority forged = TestCertificateAuthority
			.withRoot(this.server.authority().root().getSubjectX500Principal().getName());
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + forged.rootPem())
			.run((context) -> assertThat(diagnoseConnection(context).reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT));
	}

	@Test
	void refusesCertificateOfAnotherHost() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER))
			.run((context) -> {
				Diagnosis diagnosis = diagnoseConnection(context);
				assertThat(diagnosis.reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH);
				assertThat(diagnosis.description()).contains("'" + AzureHosts.OTHER_SERVER + "'",
						"'" + AzureHosts.SERVER + "'");
			});
	}

	@Test
	void refusesServerWithoutTls() throws Exception {
		this.server.set("ssl", "off");
		this.contextRunner.run((context) -> assertThat(diagnoseConnection(context).reason())
			.isEqualTo(FailureReason.SERVER_REFUSED_TLS));
	}

	@Test
	void acceptsAnyHostUnderVerifyCa() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.mode=verify-ca",
					"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER))
			.run((context) -> assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3"));
	}

	@Test
	void verifiesTheHostUnderVerifyCaWhenTheUrlAsksForIt() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.mode=verify-ca",
					"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER) + "?sslmode=verify-full")
			.run((context) -> assertThat(diagnoseConnection(context).reason())
				.isEqualTo(FailureReason.HOSTNAME_MISMATCH));
	}

	@Test
	void speaksOnlyConfiguredCipherSuites() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> assertThat(query(context, "select cipher from pg_stat_ssl where pid = pg_backend_pid()"))
				.isEqualTo("ECDHE-RSA-AES128-GCM-SHA256"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_NONSENSE", "TLS_RSA_WITH_NULL_SHA256", "TLS_DH_anon_WITH_AES_128_CBC_SHA" })
	void refusesUselessCipherSuites(String suite) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.cipher-suites=" + suite)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidTlsConfigurationException.class)
				.rootCause()
				.hasMessageContaining("'azure.postgres.tls.cipher-suites' has the value '" + suite + "'"));
	}

	@Test
	void negotiatesDirectly() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner
				.withPropertyValues("azure.postgres.tls.negotiation=direct", "spring.datasource.url=" + url(proxy))
				.run((context) -> {
					assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3");
					assertThat(proxy.recordings()).isNotEmpty().allMatch(Recording::isDirect);
				});
		}
	}

	@Test
	void bindsTheChannel() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.channel-binding=require").run((context) -> {
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("channelBinding=require");
			assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3");
		});
	}

	@Test
	void keepsItsTrustWhenTheFileIsGone(@TempDir Path directory) throws Exception {
		Path file = this.server.authority().writeRootPem(directory);
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + file).run((context) -> {
			Files.delete(file);
			assertThat(query(context, USES_TLS)).isEqualTo("TLSv1.3");
		});
	}

	@Test
	void stopsTheStartOnUnusableRoots() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=classpath:missing.pem")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(FileNotFoundException.class)
				.hasStackTraceContaining("Property 'azure.postgres.tls.root-certificates[0]' has the value"
						+ " 'classpath:missing.pem'. It does not exist."));
	}

	@Test
	void refusesPoolThatIsRunningAlready() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.server.jdbcUrl(AzureHosts.SERVER));
		config.setUsername(TlsPostgres.USER);
		config.setPassword(TlsPostgres.PASSWORD);
		config.setInitializationFailTimeout(-1);
		try (HikariDataSource running = new HikariDataSource(config)) {
			this.contextRunner.withBean("runningPool", HikariDataSource.class, () -> running)
				.run((context) -> assertThat(context.getStartupFailure())
					.hasRootCauseInstanceOf(UnsecurableConnectionsException.class)
					.rootCause()
					.hasMessageContaining("The DataSource 'runningPool' has connected already"));
		}
	}

	@Test
	void doesNothingWhenDisabled() throws Exception {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.OTHER_SERVER));
		this.contextRunner.withPropertyValues("azure.postgres.tls.enabled=false").run((context) -> {
			assertThat(context.getBeanNamesForType(Object.class)).noneMatch((name) -> name.startsWith("azurePostgres"));
			assertThat(query(context, "select 'not verified'")).isEqualTo("not verified");
		});
	}

	@Test
	void refusesConnectionsOfClosedContext() {
		HikariConfig left = new HikariConfig();
		this.contextRunner.run((context) -> left.setJdbcUrl(context.getBean(HikariDataSource.class).getJdbcUrl()));
		left.setUsername(TlsPostgres.USER);
		left.setPassword(TlsPostgres.PASSWORD);
		left.setInitializationFailTimeout(-1);
		left.setConnectionTimeout(500);
		try (HikariDataSource pool = new HikariDataSource(left)) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
				.havingRootCause()
				.withMessageContaining("No open application context secures this connection");
		}
	}

	@Test
	void healthShowsTheProof() {
		this.contextRunner.run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("mode", "verify-full")
				.containsEntry("host", AzureHosts.SERVER)
				.containsEntry("port", this.server.port())
				.containsEntry("protocol", "TLSv1.3")
				.containsEntry("cipherSuite", "TLS_AES_256_GCM_SHA384")
				.containsEntry("connections", 1)
				.containsEntry("trustAnchor", this.server.authority().root().getSubjectX500Principal().getName())
				.containsEntry("expiring", List.of())
				.containsKey("handshakeAt");
			assertThat((List<?>) health.getDetails().get("certificateChain")).hasSize(3);
		});
	}

	@Test
	void healthTellsWhatExpiresAndWhetherAConnectionRestsOnIt() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.root-certificates=azure," + this.server.authority().rootPem(),
					"azure.postgres.tls.certificate-validity-warning-threshold=7300d")
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails().get("expiring"))
					.asInstanceOf(InstanceOfAssertFactories.list(ExpiringCertificate.class))
					.hasSize(6)
					.filteredOn(ExpiringCertificate::unused)
					.extracting(ExpiringCertificate::subject)
					.hasSize(3)
					.allMatch((subject) -> subject.contains("DigiCert") || subject.contains("Microsoft"));
			});
	}

	@Test
	void healthOfWarmPoolAsksNobody() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner.withPropertyValues("spring.datasource.url=" + url(proxy)).run((context) -> {
				List<Connection> borrowed = borrow(context, 3);
				List<String> sentBefore = proxy.recordings().stream().map(Recording::toString).toList();
				for (int i = 0; i < 100; i++) {
					assertThat(health(context).getDetails()).containsEntry("connections", 3);
				}
				assertThat(proxy.recordings()).extracting(Recording::toString).isEqualTo(sentBefore);
				for (Connection connection : borrowed) {
					connection.close();
				}
			});
		}
	}

	@Test
	void healthSaysWhyNoConnectionIsPossible() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER))
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("reason", FailureReason.HOSTNAME_MISMATCH)
					.containsKeys("description", "action", "mode");
				assertThat((List<?>) health.getDetails().get("presentedChain")).hasSize(2);
				assertThat(health.getDetails().toString()).doesNotContain(TlsPostgres.PASSWORD);
			});
	}

	@Test
	void healthFlagsWhatExpiresWithinTheThreshold() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.certificate-validity-warning-threshold=100000d")
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat((List<?>) health.getDetails().get("expiring")).hasSize(3);
			});
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.azurepostgrestls.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("azurePostgresTlsHealthContributor"));
	}

	@Test
	void healthOfSeveralDataSourcesIsComposite() {
		this.contextRunner.withUserConfiguration(SeveralDataSources.class).run((context) -> {
			Map<String, Object> statuses = new TreeMap<>();
			context.getBean("azurePostgresTlsHealthContributor", CompositeHealthContributor.class)
				.stream()
				.forEach((entry) -> statuses.put(entry.name(),
						((HealthIndicator) entry.contributor()).health(true).getStatus()));
			assertThat(statuses).containsOnly(Map.entry("orders", Status.UP), Map.entry("other", Status.UNKNOWN));
		});
	}

	private static String url(RecordingProxy proxy) {
		return "jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, proxy.port(), TlsPostgres.DATABASE);
	}

	private static Health health(AssertableApplicationContext context) {
		Health health = context.getBean(HealthIndicator.class).health(true);
		assertThat(health).isNotNull();
		return health;
	}

	private static List<Connection> borrow(AssertableApplicationContext context, int count) throws SQLException {
		List<Connection> borrowed = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			borrowed.add(context.getBean(DataSource.class).getConnection());
		}
		return borrowed;
	}

	private static String query(AssertableApplicationContext context, String sql) {
		return new JdbcTemplate(context.getBean(DataSource.class)).queryForObject(sql, String.class);
	}

	private static Diagnosis diagnoseConnection(AssertableApplicationContext context) {
		List<Diagnosis> diagnoses = new ArrayList<>();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
			.satisfies((ex) -> diagnoses.add(Diagnosis.of(ex)));
		return diagnoses.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralDataSources {

		@Bean
		HikariDataSource orders(@Value("${spring.datasource.url}") String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setUsername(TlsPostgres.USER);
			pool.setPassword(TlsPostgres.PASSWORD);
			return pool;
		}

		@Bean
		HikariDataSource other() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:other");
			return pool;
		}

	}

}

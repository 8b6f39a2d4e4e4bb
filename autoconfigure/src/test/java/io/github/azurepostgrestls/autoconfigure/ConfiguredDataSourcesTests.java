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

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several DataSources, their overrides, migrations with a connection of their own, and
 * what happens at start.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredDataSourcesTests {

	private static final String TLS_VERSION = "select version from pg_stat_ssl where pid = pg_backend_pid()";

	private final TlsPostgres server;

	private final ApplicationContextRunner bareRunner;

	private final ApplicationContextRunner contextRunner;

	ConfiguredDataSourcesTests(TlsPostgres server) {
		this.server = server;
		this.bareRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + server.authority().rootPem());
		this.contextRunner = this.bareRunner.withPropertyValues(
				"spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
				"spring.datasource.username=" + TlsPostgres.USER, "spring.datasource.password=" + TlsPostgres.PASSWORD,
				"spring.datasource.hikari.minimum-idle=0", "spring.datasource.hikari.connection-timeout=1000",
				// Flyway refuses a schema in which another test created something
				"spring.flyway.default-schema=flyway");
	}

	@Test
	void oneOfSeveralCanBeExemptedVisibly(CapturedOutput output) throws Exception {
		try (TlsPostgres plain = TlsPostgres.startWithoutTls()) {
			this.bareRunner.withPropertyValues("azure.postgres.tls.data-sources.legacy.enabled=false")
				.withBean("orders", DataSource.class, () -> pool(this.server.jdbcUrl(AzureHosts.SERVER)))
				.withBean("legacy", DataSource.class, () -> pool(plain.jdbcUrl(AzureHosts.SERVER)))
				.run((context) -> {
					assertThat(query(context.getBean("orders", DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3");
					assertThat(query(context.getBean("legacy", DataSource.class), "select 'plain'")).isEqualTo("plain");
					CompositeHealthContributor health = context.getBean(CompositeHealthContributor.class);
					assertThat(health(health.getContributor("orders")).getStatus()).isEqualTo(Status.UP);
					assertThat(health(health.getContributor("legacy")).getStatus()).isEqualTo(Status.UNKNOWN);
					assertThat(health(health.getContributor("legacy")).getDetails()).containsEntry("reason",
							"EXEMPTED");
					assertThat(output).containsOnlyOnce(
							"DataSource 'legacy' is not secured: azure.postgres.tls.data-sources.legacy.enabled is false");
				});
		}
	}

	@Test
	void overridesApplyToOneOnly() {
		this.bareRunner
			.withPropertyValues("azure.postgres.tls.data-sources.pinned.cipher-suites=TLS_AES_128_GCM_SHA256",
					"azure.postgres.tls.data-sources.pinned.minimum-protocol=TLSv1.3")
			.withBean("orders", DataSource.class, () -> pool(this.server.jdbcUrl(AzureHosts.SERVER)))
			.withBean("pinned", DataSource.class, () -> pool(this.server.jdbcUrl(AzureHosts.SERVER)))
			.run((context) -> {
				String cipher = "select cipher from pg_stat_ssl where pid = pg_backend_pid()";
				assertThat(query(context.getBean("orders", DataSource.class), cipher))
					.isEqualTo("TLS_AES_256_GCM_SHA384");
				assertThat(query(context.getBean("pinned", DataSource.class), cipher))
					.isEqualTo("TLS_AES_128_GCM_SHA256");
			});
	}

	@Test
	void overriddenRootsThatCannotBeUsedAreNamed() {
		this.bareRunner.withPropertyValues("azure.postgres.tls.data-sources.orders.root-certificates=classpath:no.pem")
			.withBean("orders", DataSource.class, () -> pool(this.server.jdbcUrl(AzureHosts.SERVER)))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Property 'azure.postgres.tls.data-sources.orders.root-certificates[0]'"));
	}

	@Test
	void overrideForUnknownDataSourceStopsTheStart() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.data-sources.typo.enabled=false")
			.run((context) -> assertThat(context.getStartupFailure())
				.isInstanceOf(InvalidTlsConfigurationException.class)
				.hasMessageContaining("Property 'azure.postgres.tls.data-sources.typo'")
				.hasMessageContaining("there are [dataSource]"));
	}

	@Test
	void verifiesServerNameInsteadOfTheHost() throws Exception {
		this.server.present(this.server.authority().issue(AzureHosts.SERVER));
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.server.jdbcUrl("localhost"),
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER)
			.run((context) -> {
				assertThat(query(context.getBean(DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3");
				assertThat(health(context.getBean(HealthIndicator.class)).getDetails())
					.containsEntry("host", "localhost")
					.containsEntry("serverName", AzureHosts.SERVER);
			});
	}

	@Test
	void refusesAnotherServerName() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.server-name=" + AzureHosts.OTHER_SERVER)
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://server", "server:5432", "a b" })
	void refusesWhatIsNoServerName(String name) {
		this.contextRunner.withPropertyValues("azure.postgres.tls.server-name=" + name)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidTlsConfigurationException.class)
				.rootCause()
				.hasMessageContaining("Property 'azure.postgres.tls.server-name' has the value '" + name + "'"));
	}

	@Test
	void verificationAtStartSpeaksFirst() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class,
					DataSourceInitializationAutoConfiguration.class))
			.withPropertyValues("azure.postgres.tls.verify-on-startup=true", "spring.sql.init.mode=always",
					"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(UnverifiableServerException.class.getName())
				.hasStackTraceContaining("DataSource 'dataSource': no secure connection (HOSTNAME_MISMATCH)"));
	}

	@Test
	void verificationAtStartLetsGoodServersPass() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.verify-on-startup=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void flywayIsVerifiedOnItsOwnUrl() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
				.withPropertyValues("spring.flyway.url=" + url(proxy) + "?sslmode=prefer",
						"spring.flyway.user=" + TlsPostgres.USER, "spring.flyway.password=" + TlsPostgres.PASSWORD,
						"spring.flyway.locations=classpath:migrations/{vendor}")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(proxy.recordings()).isNotEmpty().allMatch(Recording::isOnlyTls);
				});
		}
	}

	@Test
	void flywayIsVerifiedWithItsOwnUser() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
				.withPropertyValues("spring.datasource.url=" + url(proxy), "spring.flyway.user=" + TlsPostgres.USER,
						"spring.flyway.password=" + TlsPostgres.PASSWORD,
						"spring.flyway.locations=classpath:migrations/flyway")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(proxy.recordings()).isNotEmpty().allMatch(Recording::isOnlyTls);
				});
		}
	}

	@Test
	void contradictionInFlywaysUrlStopsTheStart() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?sslmode=disable",
					"spring.flyway.user=" + TlsPostgres.USER, "spring.flyway.password=" + TlsPostgres.PASSWORD)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"'sslmode=disable' in the JDBC URL of the DataSource 'flyway' (property" + " spring.flyway.url"));
	}

	@Test
	void liquibaseIsVerifiedOnItsOwnUrl() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
				.withPropertyValues("spring.liquibase.url=" + url(proxy) + "?sslmode=allow",
						"spring.liquibase.user=" + TlsPostgres.USER,
						"spring.liquibase.password=" + TlsPostgres.PASSWORD,
						"spring.liquibase.change-log=classpath:migrations/changelog.sql")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(proxy.recordings()).isNotEmpty().allMatch(Recording::isOnlyTls);
				});
		}
	}

	@Test
	void sqlInitializationWithItsOwnUserIsVerified() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
				.withPropertyValues("spring.datasource.url=" + url(proxy), "spring.sql.init.mode=always",
						"spring.sql.init.username=" + TlsPostgres.USER,
						"spring.sql.init.password=" + TlsPostgres.PASSWORD,
						"spring.sql.init.schema-locations=classpath:migrations/schema.sql")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(proxy.recordings()).isNotEmpty().allMatch(Recording::isOnlyTls);
				});
		}
	}

	@Test
	void lazyConnectionFetchIsVerified() {
		this.contextRunner
			.withPropertyValues("spring.datasource.connection-fetch=lazy", "spring.main.lazy-initialization=true")
			.run((context) -> assertThat(query(context.getBean(DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3"));
	}

	@Test
	void twoContextsDoNotShareTheirTrust() {
		this.contextRunner
			.run((first) -> this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=azure")
				.run((second) -> {
					assertThat(query(first.getBean(DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3");
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> second.getBean(DataSource.class).getConnection());
					assertThat(query(first.getBean(DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3");
				}));
	}

	@Test
	void triesTheNextHostWhenOneIsNotTrusted() throws Exception {
		String hosts = "%s:%d,%s:%d".formatted(AzureHosts.OTHER_SERVER, this.server.port(), AzureHosts.SERVER,
				this.server.port());
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s/%s?targetServerType=primary"
				.formatted("localhost:1," + hosts, TlsPostgres.DATABASE))
			.run((context) -> {
				assertThat(query(context.getBean(DataSource.class), TLS_VERSION)).isEqualTo("TLSv1.3");
				assertThat(health(context.getBean(HealthIndicator.class)).getDetails()).containsEntry("host",
						AzureHosts.SERVER);
			});
	}

	@Test
	void healthRecoversWithTheNextGoodConnection() {
		this.contextRunner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2").run((context) -> {
			HealthIndicator indicator = context.getBean(HealthIndicator.class);
			DataSource dataSource = context.getBean(DataSource.class);
			try (var live = dataSource.getConnection()) {
				this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
				assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);
				Health down = health(indicator);
				assertThat(down.getStatus()).isEqualTo(Status.DOWN);
				assertThat(down.getDetails()).containsEntry("reason", FailureReason.UNTRUSTED_ROOT)
					.containsEntry("connections", 1);
				this.server.present(this.server.certificate());
				dataSource.getConnection().close();
				assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
				assertThat(live.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void healthNamesNoUser() {
		this.contextRunner.withPropertyValues("spring.datasource.username=nobody-of-that-name").run((context) -> {
			Health health = health(context.getBean(HealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("reason", FailureReason.CLIENT_NOT_ALLOWED);
			assertThat(health.getDetails().toString()).doesNotContain("nobody-of-that-name")
				.doesNotContain(TlsPostgres.PASSWORD);
		});
	}

	private static Health health(Object contributor) {
		Health health = ((HealthIndicator) contributor).health(true);
		assertThat(health).isNotNull();
		return health;
	}

	private static String url(RecordingProxy proxy) {
		return "jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, proxy.port(), TlsPostgres.DATABASE);
	}

	private static String query(DataSource dataSource, String sql) {
		return new JdbcTemplate(dataSource).queryForObject(sql, String.class);
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(TlsPostgres.USER);
		pool.setPassword(TlsPostgres.PASSWORD);
		pool.setMinimumIdle(0);
		return pool;
	}

}

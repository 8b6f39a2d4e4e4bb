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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.SecuredContextRunner;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.quartz.Scheduler;
import org.quartz.utils.DBConnectionManager;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connections that no DataSource bean opens.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class OtherConnectionsTests {

	private final TlsPostgres server;

	private RecordingProxy proxy;

	private ApplicationContextRunner contextRunner;

	OtherConnectionsTests(TlsPostgres server) {
		this.server = server;
	}

	@BeforeEach
	void startProxy() throws Exception {
		this.proxy = RecordingProxy.start(this.server.port());
		this.contextRunner = SecuredContextRunner.on(this.server);
	}

	@AfterEach
	void stopProxy() throws Exception {
		this.proxy.close();
	}

	@Test
	void poolsOfQuartzAreSecured() {
		String pool = "spring.quartz.properties.org.quartz.dataSource.jobs.";
		this.contextRunner.withConfiguration(AutoConfigurations.of(QuartzAutoConfiguration.class))
			.withPropertyValues(
					"spring.quartz.properties.org.quartz.jobStore.class=org.quartz.impl.jdbcjobstore.JobStoreTX",
					"spring.quartz.properties.org.quartz.jobStore.dataSource=jobs",
					"spring.quartz.properties.org.quartz.jobStore.driverDelegateClass=org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
					pool + "driver=org.postgresql.Driver", pool + "provider=hikaricp", pool + "URL=" + url(),
					pool + "user=" + TlsPostgres.USER, pool + "password=" + TlsPostgres.PASSWORD,
					"spring.quartz.auto-startup=false")
			.run((context) -> {
				assertThat(context).hasSingleBean(Scheduler.class);
				try (Connection connection = DBConnectionManager.getInstance().getConnection("jobs")) {
					assertThat(protocolOf(connection)).isEqualTo("TLSv1.3");
				}
				assertOnlyTls();
			});
	}

	@Test
	void hibernatesOwnConnectionsAreSecured() {
		this.contextRunner.withUserConfiguration(OwnConnections.class)
			.withPropertyValues("test.url=" + url())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(EntityManagerFactory.class).isOpen()).isTrue();
				assertOnlyTls();
			});
	}

	@Test
	void aPoolThatIsMadeByHandIsNoticed(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(url());
			config.setUsername(TlsPostgres.USER);
			config.setPassword(TlsPostgres.PASSWORD);
			try (HikariDataSource byHand = new HikariDataSource(config);
					Connection connection = byHand.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			assertNoticed(context, output);
		});
	}

	@Test
	void driverManagerIsNoticedOnce(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			for (int i = 0; i < 3; i++) {
				DriverManager.getConnection(url(), TlsPostgres.USER, TlsPostgres.PASSWORD).close();
			}
			new DriverManagerDataSource(url(), TlsPostgres.USER, TlsPostgres.PASSWORD).getConnection().close();
			assertNoticed(context, output);
		});
	}

	@Test
	void securedAndExemptedConnectionsAreNotNoticed(CapturedOutput output) {
		this.contextRunner
			.withBean("exempted", DataSource.class,
					() -> new DriverManagerDataSource(url(), TlsPostgres.USER, TlsPostgres.PASSWORD))
			.withPropertyValues("azure.postgres.tls.data-sources.exempted.enabled=false")
			.run((context) -> {
				context.getBean("exempted", DataSource.class).getConnection().close();
				assertThat(output).doesNotContain("are not verified");
			});
		this.contextRunner.run((context) -> {
			context.getBean(DataSource.class).getConnection().close();
			assertThat(output).doesNotContain("are not verified");
			assertThat(health(context)).doesNotContainKey("unverifiedServers");
		});
	}

	@Test
	void allThatAreBehindAnExemptedDataSourceAreNotNoticed(CapturedOutput output) {
		DataSource primary = new DriverManagerDataSource(url(), TlsPostgres.USER, TlsPostgres.PASSWORD);
		PGSimpleDataSource driver = new PGSimpleDataSource();
		driver.setUrl(url().replace(AzureHosts.SERVER, "127.0.0.1"));
		driver.setUser(TlsPostgres.USER);
		driver.setPassword(TlsPostgres.PASSWORD);
		HikariDataSource replica = new HikariDataSource();
		replica.setDataSource(driver);
		LazyConnectionDataSourceProxy both = new LazyConnectionDataSourceProxy(primary);
		both.setReadOnlyDataSource(replica);
		this.contextRunner.withBean("exempted", DataSource.class, () -> both)
			.withPropertyValues("azure.postgres.tls.data-sources.exempted.enabled=false")
			.run((context) -> {
				primary.getConnection().close();
				replica.getConnection().close();
				replica.close();
				assertThat(output).doesNotContain("are not verified");
			});
	}

	@Test
	void oneContextExpectsWhatAnotherExempts(CapturedOutput output) {
		this.contextRunner.run((other) -> this.contextRunner
			.withBean("exempted", DataSource.class,
					() -> new DriverManagerDataSource(url(), TlsPostgres.USER, TlsPostgres.PASSWORD))
			.withPropertyValues("azure.postgres.tls.data-sources.exempted.enabled=false")
			.run((context) -> {
				context.getBean("exempted", DataSource.class).getConnection().close();
				assertThat(output).doesNotContain("are not verified");
				assertThat(health(other)).doesNotContainKey("unverifiedServers");
			}));
	}

	@Test
	void aConnectionDuringTheStartIsNoticed(CapturedOutput output) {
		this.contextRunner.withBean("early", Boolean.class, () -> {
			try (Connection connection = DriverManager.getConnection(url(), TlsPostgres.USER, TlsPostgres.PASSWORD)) {
				return connection.isValid(1);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}).run((context) -> {
			assertThat(context.getBean("early")).isEqualTo(true);
			assertNoticed(context, output);
		});
	}

	@Test
	void usersAndLineBreaksOfAUrlAreNotShown(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			for (String host : List.of("scott:tiger-secret@localhost", "some\nFORGED LINE")) {
				assertThatException()
					.isThrownBy(() -> DriverManager.getConnection("jdbc:postgresql://%s:1/db".formatted(host)));
			}
			assertThat(output).contains("Connections to localhost:1 are not verified")
				.doesNotContain("to scott", "to some\nF");
			assertThat(health(context).get("unverifiedServers")).hasToString("[localhost:1, some\\u000AFORGED LINE:1]");
		});
	}

	@Test
	void aConnectionThatTheDriverVerifiesIsNotNoticed(CapturedOutput output) throws Exception {
		this.contextRunner.run((context) -> {
			assertThatException().isThrownBy(() -> DriverManager.getConnection(url() + "?sslmode=verify-full"));
			assertThat(output).doesNotContain("are not verified");
		});
	}

	@Test
	void theDriverManagerIsLeftAsItWas() {
		List<String> before = DriverManager.drivers().map((driver) -> driver.getClass().getName()).sorted().toList();
		this.contextRunner.run((context) -> assertThat(Driver.isRegistered()).isTrue());
		assertThat(DriverManager.drivers().map((driver) -> driver.getClass().getName()).sorted()).isEqualTo(before);
	}

	@Test
	void aUrlThatCanNotBeReadFailsAsWithoutTheStarter() {
		this.contextRunner.run((context) -> {
			for (String url : List.of("jdbc:postgresql://localhost:port/db", "jdbc:postgresql:?host", "jdbc:other:x")) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(url));
			}
		});
	}

	private void assertNoticed(ApplicationContext context, CapturedOutput output) {
		String address = AzureHosts.SERVER + ":" + this.proxy.port();
		assertThat(output).containsOnlyOnce("Connections to %s are not verified".formatted(address));
		assertThat(health(context)).containsEntry("unverifiedServers", List.of(address));
	}

	private static Map<String, Object> health(ApplicationContext context) {
		return context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class).health(true).getDetails();
	}

	private void assertOnlyTls() {
		assertThat(this.proxy.recordings()).isNotEmpty().allMatch(RecordingProxy.Recording::isOnlyTls);
	}

	private String url() {
		return "jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, this.proxy.port(), TlsPostgres.DATABASE);
	}

	private static String protocolOf(Connection connection) throws SQLException {
		try (ResultSet result = connection.createStatement()
			.executeQuery("select version from pg_stat_ssl where pid = pg_backend_pid()")) {
			result.next();
			return result.getString(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnections {

		@Bean
		LocalContainerEntityManagerFactoryBean entityManagerFactory(@Value("${test.url}") String url) {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			factory.setPackagesToScan("io.github.azurepostgrestls.none");
			factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
			factory.setJpaPropertyMap(Map.of("jakarta.persistence.jdbc.url", url, "jakarta.persistence.jdbc.user",
					TlsPostgres.USER, "jakarta.persistence.jdbc.password", TlsPostgres.PASSWORD));
			return factory;
		}

	}

}

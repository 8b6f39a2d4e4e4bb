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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.azurepostgrestls.actuate.TlsEndpoint;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What operators see of R2DBC connections, against a real server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ObservedConnectionFactoryTests {

	private static final String HEALTH = "azurePostgresTlsHealthContributor";

	private TlsPostgres server;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void run(TlsPostgres shared) {
		this.server = shared;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class,
					AzurePostgresTlsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
					AzurePostgresTlsMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					R2dbcAutoConfiguration.class, R2dbcInitializationAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(properties());
	}

	private String[] properties() {
		return new String[] {
				"spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:%d/%s".formatted(this.server.port(),
						TlsPostgres.DATABASE),
				"spring.r2dbc.username=" + TlsPostgres.USER, "spring.r2dbc.password=" + TlsPostgres.PASSWORD,
				"spring.r2dbc.pool.enabled=false", "azure.postgres.tls.server-name=" + AzureHosts.SERVER,
				"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem(),
				"management.endpoints.web.exposure.include=azurepostgrestls" };
	}

	@Test
	void healthShowsTheProof() {
		this.contextRunner.run((context) -> {
			Connection connection = connect(context);
			Health health = health(context);
			TlsHealthAssert.assertThat(health).isVerified();
			assertThat(health.getDetails()).containsEntry("connections", 1)
				.containsEntry("serverName", AzureHosts.SERVER);
			Mono.from(connection.close()).block();
			assertThat(health(context).getStatus()).as("borrows one").isEqualTo(Status.UP);
		});
	}

	@Test
	void healthIsACompositeBesideDataSources() {
		this.contextRunner
			.withBean("dataSource", DataSource.class,
					() -> new SimpleDriverDataSource(new Driver(), this.server.jdbcUrl(AzureHosts.SERVER),
							TlsPostgres.USER, TlsPostgres.PASSWORD))
			.withBean("other", ConnectionFactory.class, OtherDatabase::new)
			.withBean("connectionFactory", ConnectionFactory.class, () -> ConnectionFactoryBuilder
				.withUrl("r2dbc:postgresql://127.0.0.1:%d/%s".formatted(this.server.port(), TlsPostgres.DATABASE))
				.username(TlsPostgres.USER)
				.password(TlsPostgres.PASSWORD)
				.build())
			.run((context) -> {
				CompositeHealthContributor composite = context.getBean(HEALTH, CompositeHealthContributor.class);
				assertThat(status(composite, "dataSource")).isEqualTo(Status.UP);
				assertThat(status(composite, "connectionFactory")).isEqualTo(Status.UP);
				assertThat(status(composite, "other")).isEqualTo(Status.UNKNOWN);
			});
	}

	private static Status status(CompositeHealthContributor composite, String name) {
		HealthContributor contributor = Objects.requireNonNull(composite.getContributor(name));
		return ((HealthIndicator) contributor).health().getStatus();
	}

	@Test
	void healthFindsABeanOfAScopeWhenItIsThere() {
		this.contextRunner.withUserConfiguration(ScopedConfiguration.class)
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.run((context) -> {
				ConnectionFactory scoped = context.getBean("scoped", ConnectionFactory.class);
				Connection connection = Mono.from(scoped.create()).block();
				assertThat(connection).isNotNull();
				assertThat(context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class).health())
					.extracting(Health::getStatus)
					.isEqualTo(Status.UP);
				Mono.from(connection.close()).block();
			});
	}

	@Test
	void healthSaysWhyTheLoginWasRefused(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.r2dbc.password=wrong-secret").run((context) -> {
			for (int i = 0; i < 3; i++) {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("reason", FailureReason.LOGIN_REFUSED);
			}
			assertThat(context.getBean(ConnectionObservations.class)
				.find("connectionFactory")
				.failures(FailureReason.LOGIN_REFUSED)).as("logins").isEqualTo(3);
		});
		assertThat(output).containsOnlyOnce("ConnectionFactory 'connectionFactory': no connection (LOGIN_REFUSED)")
			.doesNotContain("wrong-secret");
	}

	@Test
	void healthRecoversAfterARefusal() {
		this.contextRunner.run((context) -> {
			this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
			assertThat(health(context).getDetails()).containsEntry("reason", FailureReason.UNTRUSTED_ROOT)
				.containsKey("presentedChain");
			this.server.present(this.server.certificate());
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void healthLooksBehindTheDeadConnectionsOfAPool(boolean expired) {
		this.contextRunner.withPropertyValues("spring.r2dbc.pool.enabled=true").run((context) -> {
			context.getBean(ConnectionPool.class).warmup().block();
			if (expired) {
				this.server.presentExpiredCertificate();
			}
			this.server.closeConnections();
			ConnectionObservation observation = context.getBean(ConnectionObservations.class).find("connectionFactory");
			await().until(() -> observation.liveSessions().isEmpty());
			assertThat(health(context).getDetails().get("reason"))
				.isEqualTo(expired ? FailureReason.CERTIFICATE_EXPIRED : null);
			assertThat(observation.failures(FailureReason.CONNECTION_FAILED)).isZero();
		});
	}

	@Test
	void aPoolWithoutAFreeConnectionTimesOut() {
		this.contextRunner
			.withPropertyValues("spring.r2dbc.pool.enabled=true", "spring.r2dbc.pool.initial-size=1",
					"spring.r2dbc.pool.max-size=1", "spring.r2dbc.pool.max-acquire-time=200ms")
			.run((context) -> {
				Connection held = connect(context);
				assertThatExceptionOfType(R2dbcException.class).isThrownBy(() -> connect(context))
					.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason())
						.isEqualTo(FailureReason.CONNECTION_TIMED_OUT));
				Mono.from(held.close()).block();
			});
	}

	@Test
	void endpointAndMetricsKnowIt() {
		this.contextRunner.run((context) -> {
			Connection connection = connect(context);
			TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
			assertThat(endpoint.dataSources().dataSources()).containsOnlyKeys("connectionFactory");
			assertThat(endpoint.dataSources().dataSources().get("connectionFactory").servers()).singleElement()
				.hasToString("127.0.0.1:" + this.server.port());
			assertThat(endpoint.probe().servers()).singleElement()
				.satisfies((it) -> assertThat(it.verified()).isTrue());
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
					.get("azure.postgres.tls.connections")
					.tag("name", "connectionFactory")
					.gauge()
					.value()).isEqualTo(1));
			Mono.from(connection.close()).block();
		});
	}

	@Test
	void verifiesOnStartup() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.verify-on-startup=true")
			.run((context) -> assertThat(context).hasNotFailed());
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		this.contextRunner.withPropertyValues("azure.postgres.tls.verify-on-startup=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("UnverifiableServerException")
				.hasStackTraceContaining(
						"ConnectionFactory 'connectionFactory': no secure connection (UNTRUSTED_ROOT)"));
	}

	// The first to connect is the initializer of the schema
	@Test
	void startSaysWhyThereIsNoConnection(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("spring.r2dbc.password=wrong-secret"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("ConnectionFactory 'connectionFactory': no connection (LOGIN_REFUSED)")
			.doesNotContain("wrong-secret");
	}

	@Test
	void startSaysWhichServerIsNotTrusted(CapturedOutput output) {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("spring.r2dbc.name=ignored"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("ConnectionFactory 'connectionFactory': no secure connection (UNTRUSTED_ROOT)");
	}

	private void start(String property) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		Map<String, Object> defaults = new HashMap<>();
		for (String known : properties()) {
			defaults.put(known.substring(0, known.indexOf('=')), known.substring(known.indexOf('=') + 1));
		}
		defaults.put("spring.sql.init.schema-locations", "classpath:r2dbc-schema.sql");
		defaults.put("spring.sql.init.mode", "always");
		application.setDefaultProperties(defaults);
		application.run("--" + property).close();
	}

	private static Connection connect(ApplicationContext context) {
		return Objects
			.requireNonNull(Mono.from(context.getBean(ConnectionFactory.class).create()).block(Duration.ofSeconds(20)));
	}

	private static Health health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(HEALTH, HealthIndicator.class).health(true));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AzurePostgresTlsAutoConfiguration.class, AzurePostgresTlsR2dbcAutoConfiguration.class,
			R2dbcAutoConfiguration.class, R2dbcInitializationAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		ConnectionFactory scoped(@Value("${spring.r2dbc.url}") String url) {
			return ConnectionFactoryBuilder.withUrl(url)
				.username(TlsPostgres.USER)
				.password(TlsPostgres.PASSWORD)
				.build();
		}

	}

	private static final class OtherDatabase implements ConnectionFactory {

		@Override
		public Publisher<? extends Connection> create() {
			return Mono.error(new IllegalStateException("Not asked for a connection"));
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return () -> "H2";
		}

	}

}

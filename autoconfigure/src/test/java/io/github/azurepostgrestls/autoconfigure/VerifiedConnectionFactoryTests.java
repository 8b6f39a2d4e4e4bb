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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RefusingServer;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.netty.handler.ssl.SslContextBuilder;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Wrapped;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.connection.TransactionAwareConnectionFactoryProxy;
import org.springframework.r2dbc.connection.lookup.AbstractRoutingConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application may configure for R2DBC, against a real server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class VerifiedConnectionFactoryTests {

	private static final String IS_ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

	private TlsPostgres server;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void run(TlsPostgres shared) {
		this.server = shared;
		this.contextRunner = withoutUrl().withPropertyValues("spring.r2dbc.url=" + url("r2dbc:postgresql"));
	}

	private ApplicationContextRunner withoutUrl() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
			// Netty doesn't know the names of this JVM
			.withPropertyValues("spring.r2dbc.username=" + TlsPostgres.USER,
					"spring.r2dbc.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER,
					"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem());
	}

	private String url(String driver) {
		return "%s://127.0.0.1:%d/%s".formatted(driver, this.server.port(), TlsPostgres.DATABASE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.r2dbc.pool.enabled=false", "spring.r2dbc.pool.initial-size=2",
			"spring.r2dbc.properties.sslMode=require", "spring.r2dbc.properties.sslmode=prefer",
			"spring.r2dbc.properties.sslMode=VERIFY_CA", "spring.r2dbc.properties.ssl=true",
			"spring.r2dbc.properties.channelBinding=require", "spring.r2dbc.properties.connectTimeout=PT5S",
			"spring.r2dbc.properties.connectTimeout=5s", "azure.postgres.tls.channel-binding=require",
			"azure.postgres.tls.negotiation=direct", "spring.r2dbc.properties.sslNegotiation=direct",
			"azure.postgres.tls.minimum-protocol=TLSv1.3", "azure.postgres.tls.cipher-suites=TLS_AES_128_GCM_SHA256",
			"azure.postgres.tls.mode=verify-ca" })
	void verifiesWhateverIsConfigured(String property) {
		this.contextRunner.withPropertyValues(property).run(this::assertVerified);
	}

	@Test
	void verifiesPoolOfUrl() {
		withoutUrl().withPropertyValues("spring.r2dbc.url=" + url("r2dbc:pool:postgresql")).run((context) -> {
			assertThat(context.getBean(ConnectionFactory.class)).isInstanceOf(ConnectionPool.class);
			assertVerified(context);
		});
	}

	@Test
	void verifiesBehindAProxyOfTheUrl() {
		withoutUrl().withPropertyValues("spring.r2dbc.url=" + url("r2dbc:proxy:postgresql")).run(this::assertVerified);
	}

	@Test
	void verifiesHostsOfFailover() {
		String url = "r2dbc:postgresql:failover://127.0.0.1:1,127.0.0.1:%d/%s".formatted(this.server.port(),
				TlsPostgres.DATABASE);
		withoutUrl().withPropertyValues("spring.r2dbc.url=" + url, "spring.r2dbc.pool.enabled=false")
			.run(this::assertVerified);
	}

	@Test
	void verifiesWhatConnectionDetailsGive() {
		withoutUrl()
			.withBean(R2dbcConnectionDetails.class,
					() -> () -> ConnectionFactoryOptions.parse(url("r2dbc:postgresql"))
						.mutate()
						.option(ConnectionFactoryOptions.USER, TlsPostgres.USER)
						.option(ConnectionFactoryOptions.PASSWORD, TlsPostgres.PASSWORD)
						.build())
			.run(this::assertVerified);
	}

	@Test
	void verifiesWhatCustomizersChange() {
		this.contextRunner
			.withBean(ConnectionFactoryOptionsBuilderCustomizer.class,
					() -> (options) -> options.option(PostgresqlConnectionFactoryProvider.SSL_MODE, SSLMode.REQUIRE)
						.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "customized"))
			.run((context) -> {
				assertVerified(context);
				assertThat(query(context.getBean(ConnectionFactory.class), "show application_name"))
					.isEqualTo("customized");
			});
	}

	@Test
	void verifiesSeveralBeans() {
		withoutUrl().withBean("first", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withBean("second", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.run((context) -> {
				context.getBeansOfType(ConnectionFactory.class)
					.values()
					.forEach((bean) -> assertThat(query(bean, IS_ENCRYPTED)).isEqualTo(true));
				assertThat(context.getBean(ConnectionObservations.class).all()).extracting(ConnectionObservation::name)
					.containsExactlyInAnyOrder("first", "second");
			});
	}

	@Test
	void verifiesPoolAroundABean() {
		withoutUrl().withBean("inner", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withUserConfiguration(PoolConfiguration.class)
			.run((context) -> {
				assertThat(query(context.getBean(ConnectionPool.class), IS_ENCRYPTED)).isEqualTo(true);
				assertThat(query(context.getBean(TransactionAwareConnectionFactoryProxy.class), IS_ENCRYPTED))
					.isEqualTo(true);
				assertThat(query(context.getBean(AbstractRoutingConnectionFactory.class), IS_ENCRYPTED))
					.isEqualTo(true);
			});
	}

	private ConnectionFactory built(String driver) {
		return ConnectionFactoryBuilder.withUrl(url(driver))
			.username(TlsPostgres.USER)
			.password(TlsPostgres.PASSWORD)
			.build();
	}

	private void assertVerified(ApplicationContext context) {
		assertThat(query(context.getBean(ConnectionFactory.class), IS_ENCRYPTED)).isEqualTo(true);
		assertThat(observation(context).lastFailure()).satisfiesAnyOf((failure) -> assertThat(failure).isNull(),
				(failure) -> assertThat(failure).isNotNull()
					.extracting((it) -> it.diagnosis().description())
					.asString()
					.contains("127.0.0.1:1"));
	}

	private static ConnectionObservation observation(ApplicationContext context) {
		Collection<ConnectionObservation> all = context.getBean(ConnectionObservations.class).all();
		assertThat(all).hasSize(1);
		return all.iterator().next();
	}

	private static Object query(ConnectionFactory connectionFactory, String sql) {
		return DatabaseClient.create(connectionFactory)
			.sql(sql)
			.map((row) -> row.get(0))
			.one()
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
	}

	// Certificate for another name: fine under verify-ca, and refused under verify-full
	@Test
	void keepsAStrongerModeOfTheOptions() {
		ApplicationContextRunner verifyCa = this.contextRunner.withPropertyValues("azure.postgres.tls.mode=verify-ca",
				"azure.postgres.tls.server-name=" + AzureHosts.OTHER_SERVER, "spring.r2dbc.pool.enabled=false");
		this.server.present(this.server.authority().issue(AzureHosts.SERVER));
		verifyCa.run(this::assertVerified);
		verifyCa.withPropertyValues("spring.r2dbc.properties.sslMode=verify-full")
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(failure(context)))
				.hasMessageContaining("HOSTNAME_MISMATCH"));
	}

	@Test
	void saysOnceWhatIsRaised(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.r2dbc.properties.sslMode=require").run(this::assertVerified);
		assertThat(output)
			.containsOnlyOnce("ConnectionFactory 'connectionFactory': [sslMode=require] raised to sslmode=verify-full");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslMode=disable", "sslmode=DISABLE", "sslMode=tunnel", "sslMode=strong", "ssl=false",
			"sslNegotiation=tunnel", "sslnegotiation=tunnel", "sslRootCert=/tmp/root.pem", "sslCert=/tmp/a.pem",
			"sslKey=/tmp/a.key", "sslPassword=secret", "sslSni=false", "socket=/tmp/.s.PGSQL.5432",
			"sslHostnameVerifier=com.example.Verifier", "sslEngineCustomizer=com.example.Customizer",
			"sslNegotiation=directt", "channelBinding=nonsense" })
	void refusesContradictionsAndNamesTheirOrigin(String option) {
		String name = option.substring(0, option.indexOf('='));
		this.contextRunner.withPropertyValues("spring.r2dbc.properties." + option)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ContradictoryTlsSettingException.class)
				.hasMessageContaining("'%s=".formatted(name))
				.hasMessageContaining("the options of the ConnectionFactory 'connectionFactory' (property"
						+ " spring.r2dbc.properties.")
				.hasMessageNotContaining("=secret"));
		withoutUrl().withPropertyValues("spring.r2dbc.url=" + url("r2dbc:postgresql") + "?" + option)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ContradictoryTlsSettingException.class)
				.hasMessageContaining("(property spring.r2dbc.url"));
	}

	@Test
	void refusesACustomizerOfTheSslContext() {
		this.contextRunner
			.withBean(ConnectionFactoryOptionsBuilderCustomizer.class,
					() -> (options) -> options.option(
							PostgresqlConnectionFactoryProvider.SSL_CONTEXT_BUILDER_CUSTOMIZER,
							VerifiedConnectionFactoryTests::trustAll))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ContradictoryTlsSettingException.class)
				.hasMessageContaining("Another class would decide which servers to trust"));
	}

	private static SslContextBuilder trustAll(SslContextBuilder context) {
		return context;
	}

	@Test
	void refusesBeansThatCanNotBeSecured() {
		ConnectionFactory handMade = handMade();
		ConnectionPool pool = new ConnectionPool(
				ConnectionPoolConfiguration.builder(built("r2dbc:postgresql")).build());
		for (ConnectionFactory bean : List.of(handMade,
				ConnectionFactories.get(url("r2dbc:postgresql").replace("//", "//user:pw@")), pool,
				new TransactionAwareConnectionFactoryProxy(handMade))) {
			withoutUrl().withBean("mine", ConnectionFactory.class, () -> bean)
				.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
					.hasMessageContaining("The ConnectionFactory 'mine'")
					.hasMessageContaining("azure.postgres.tls.data-sources.mine.enabled=false"));
			withoutUrl().withInitializer((context) -> context.getBeanFactory().registerSingleton("mine", bean))
				.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class));
		}
	}

	@Test
	void refusesEveryBeanWithoutSpringBootsSupport() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, AzurePostgresTlsR2dbcRefusalAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.r2dbc.autoconfigure"))
			.withBean("mine", ConnectionFactory.class,
					() -> ConnectionFactories.get(url("r2dbc:postgresql").replace("//", "//user:pw@")))
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
				.hasMessageContaining("Add spring-boot-starter-r2dbc"));
	}

	@Test
	void refusesEveryRegisteredBeanWithoutSpringBootsSupport() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, AzurePostgresTlsR2dbcRefusalAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.r2dbc.autoconfigure"))
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("mine", new RenamingConnectionFactory(handMade())))
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
				.hasMessageContaining("Add spring-boot-starter-r2dbc"));
	}

	@Test
	void refusesEveryBeanWithoutTheJdbcDriver() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, AzurePostgresTlsR2dbcRefusalAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(Driver.class))
			.withBean("mine", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
				.hasMessageContaining("PostgreSQL's JDBC driver"));
	}

	@Test
	void refusesADefaultTargetThatCanNotBeSecured() {
		AbstractRoutingConnectionFactory routing = routing(built("r2dbc:postgresql"));
		routing.setTargetConnectionFactories(Map.of());
		withoutUrl().withBean("routing", ConnectionFactory.class, () -> routing)
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class));
	}

	@Test
	void givesADerivedBeanItsOwnSecurity() {
		withoutUrl()
			.withPropertyValues("azure.postgres.tls.data-sources.main.mode=verify-ca",
					"azure.postgres.tls.data-sources.derived.server-name=" + AzureHosts.OTHER_SERVER)
			.withBean("main", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withUserConfiguration(DerivedConfiguration.class)
			.run((context) -> {
				assertThat(query(context.getBean("main", ConnectionFactory.class), IS_ENCRYPTED)).isEqualTo(true);
				assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> query(context.getBean("derived", ConnectionFactory.class), IS_ENCRYPTED))
					.havingRootCause()
					.withMessageStartingWith("ConnectionFactory 'derived'")
					.withMessageContaining("HOSTNAME_MISMATCH");
			});
	}

	@Test
	void leavesWhatIsExempted(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.data-sources.connectionFactory.enabled=false",
					"spring.r2dbc.properties.sslMode=disable")
			.run((context) -> assertThatExceptionOfType(RuntimeException.class).as("the server demands TLS")
				.isThrownBy(() -> query(context.getBean(ConnectionFactory.class), IS_ENCRYPTED)));
		assertThat(output).contains("ConnectionFactory 'connectionFactory' is not secured:"
				+ " azure.postgres.tls.data-sources.connectionFactory.enabled is false");
	}

	@Test
	void refusesOverridesOfAnUnknownBean() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.data-sources.other.mode=verify-ca")
			.run((context) -> assertThat(cause(context)).isInstanceOf(InvalidTlsConfigurationException.class)
				.hasMessageContaining("connectionFactory"));
	}

	@Test
	void refusesItsDriverWithoutSecurity() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ConnectionFactories.get(url("r2dbc:postgresql-verified")))
			.withMessageContaining("Use the driver 'postgresql'");
	}

	@Test
	void emitsTheDiagnosis() {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		this.contextRunner.withPropertyValues("spring.r2dbc.pool.enabled=false").run((context) -> {
			Throwable failure = failure(context);
			assertThat(NestedExceptionUtils.getMostSpecificCause(failure)).hasMessageStartingWith(
					"ConnectionFactory 'connectionFactory': no secure connection (UNTRUSTED_ROOT).");
			assertThat(observation(context).openFailure()).isNotNull();
		});
	}

	@Test
	void emitsTheDiagnosisOfAnUnknownHost() {
		withoutUrl()
			.withPropertyValues("spring.r2dbc.url=r2dbc:postgresql://unknown.invalid/app",
					"spring.r2dbc.pool.enabled=false")
			.run((context) -> {
				assertThat(NestedExceptionUtils.getMostSpecificCause(failure(context))).hasMessageStartingWith(
						"ConnectionFactory 'connectionFactory': no secure connection (CONNECTION_FAILED)."
								+ " The host name 'unknown.invalid' has no address.");
				assertThat(observation(context).openFailure()).isNotNull();
			});
	}

	@Test
	void emitsTheDiagnosisOfEveryHost() throws Exception {
		try (RefusingServer refusing = new RefusingServer('N'); RefusingServer other = new RefusingServer('N')) {
			withoutUrl()
				.withPropertyValues(
						"spring.r2dbc.url=r2dbc:postgresql:failover://unknown.invalid,127.0.0.1:%d,127.0.0.1:%d/app"
							.formatted(refusing.port(), other.port()),
						"spring.r2dbc.pool.enabled=false")
				.run((context) -> {
					Throwable failure = failure(context);
					assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
						.hasMessageContaining("(SERVER_REFUSED_TLS)")
						.hasMessageContaining("127.0.0.1:%d".formatted(other.port()));
					assertThat(failure.getSuppressed())
						.extracting((host) -> NestedExceptionUtils.getMostSpecificCause(host))
						.satisfiesExactly(
								(first) -> assertThat(first)
									.hasMessageContaining("The host name 'unknown.invalid' has no address"),
								(second) -> assertThat(second)
									.hasMessageContaining("127.0.0.1:%d".formatted(refusing.port())));
				});
		}
	}

	@Test
	void poolFollowsARotation() {
		this.contextRunner.withPropertyValues("spring.r2dbc.pool.initial-size=1", "spring.r2dbc.pool.max-size=2")
			.run((context) -> {
				ConnectionFactory pool = context.getBean(ConnectionFactory.class);
				assertThat(query(pool, IS_ENCRYPTED)).isEqualTo(true);
				this.server.rotateCertificate();
				this.server.closeConnections();
				Awaitility.await().ignoreExceptions().until(() -> query(pool, IS_ENCRYPTED).equals(true));
			});
	}

	@Test
	void followsAChangeOfARootFile(@TempDir Path directory) throws Exception {
		this.contextRunner
			.withPropertyValues("spring.r2dbc.pool.enabled=false",
					"azure.postgres.tls.root-certificates=" + this.server.authority().writeRootPem(directory))
			.run((context) -> {
				ConnectionFactory connectionFactory = context.getBean(ConnectionFactory.class);
				assertThat(query(connectionFactory, IS_ENCRYPTED)).isEqualTo(true);
				TestCertificateAuthority.named("Another Root of another length").writeRootPem(directory);
				assertThat(NestedExceptionUtils.getMostSpecificCause(failure(context)))
					.hasMessageContaining("UNTRUSTED_ROOT");
				this.server.authority().writeRootPem(directory);
				assertThat(query(connectionFactory, IS_ENCRYPTED)).isEqualTo(true);
			});
	}

	@Test
	void leavesOtherDatabases() {
		withoutUrl().withPropertyValues("spring.r2dbc.url=r2dbc:h2:mem:///other", "spring.r2dbc.username=sa")
			.run((context) -> assertThat(query(context.getBean(ConnectionFactory.class), "select 'h2'"))
				.isEqualTo("h2"));
	}

	@Test
	void verifiesPoolOverARoutingBean() {
		withoutUrl().withBean("inner", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withUserConfiguration(PooledRoutingConfiguration.class)
			.run((context) -> assertThat(query(context.getBean("pool", ConnectionPool.class), IS_ENCRYPTED))
				.isEqualTo(true));
	}

	@Test
	void refusesAPoolOverARoutingThatLeadsToAnUnverifiedServer() {
		AbstractRoutingConnectionFactory routing = routing(built("r2dbc:postgresql"));
		routing.afterPropertiesSet();
		assertRefused(new ConnectionPool(ConnectionPoolConfiguration.builder(routing).build()),
				"another ConnectionFactory was built around it");
		assertRefused(new TransactionAwareConnectionFactoryProxy(routing(handMade())), "it isn't known yet where");
	}

	@Test
	void refusesADecoratorUnderAnotherName() {
		assertRefused(new RenamingConnectionFactory(handMade()), "was built without this starter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL", "postgresql", "My POSTGRES" })
	void refusesADecoratorThatHidesWhatItDecorates(String name) {
		ConnectionFactory hidden = handMade();
		assertRefused(new ConnectionFactory() {

			@Override
			public Publisher<? extends io.r2dbc.spi.Connection> create() {
				return hidden.create();
			}

			@Override
			public ConnectionFactoryMetadata getMetadata() {
				return () -> name;
			}

		}, "implement io.r2dbc.spi.Wrapped");
	}

	@Test
	void refusesAProxyWhoseTargetCanBeSwapped() {
		assertRefused(swappable(handMade()), "was built without this starter");
		withoutUrl().withBean("inner", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withUserConfiguration(SwappableConfiguration.class)
			.run((context) -> assertThat(query(context.getBean("swappable", ConnectionFactory.class), IS_ENCRYPTED))
				.isEqualTo(true));
	}

	private static ConnectionFactory swappable(ConnectionFactory target) {
		ProxyFactory proxy = new ProxyFactory();
		proxy.setInterfaces(ConnectionFactory.class);
		proxy.setTargetSource(new HotSwappableTargetSource(target));
		return (ConnectionFactory) proxy.getProxy();
	}

	@Test
	void refusesWhatWasAskedForTooEarly() {
		withoutUrl().withBean("early", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withBean(BeanFactoryPostProcessor.class,
					() -> (beanFactory) -> beanFactory.getBean("early", ConnectionFactory.class))
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
				.hasMessageContaining("something asked for it too early"));
	}

	@Test
	void leavesMocks() {
		ConnectionFactory mock = new ConnectionFactory() {

			@Override
			public Publisher<? extends io.r2dbc.spi.Connection> create() {
				return Mono.empty();
			}

			@Override
			@SuppressWarnings("NullAway")
			public ConnectionFactoryMetadata getMetadata() {
				return null;
			}

		};
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class))
			.withBean("mock", ConnectionFactory.class, () -> mock)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void securesAgainWhatALaterCustomizerSetsBack(boolean lazy) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(LateCustomizerAutoConfiguration.class))
			.withPropertyValues("spring.r2dbc.pool.enabled=false")
			.withInitializer((context) -> {
				if (lazy) {
					context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
				}
			})
			.run(this::assertVerified);
	}

	@Test
	void refusesSettingsOfAPoolAroundAnotherBean() {
		withoutUrl().withBean("inner", ConnectionFactory.class, () -> built("r2dbc:postgresql"))
			.withUserConfiguration(PoolConfiguration.class)
			.withPropertyValues("azure.postgres.tls.data-sources.pool.mode=verify-full")
			.run((context) -> assertThat(cause(context)).isInstanceOf(InvalidTlsConfigurationException.class)
				.hasMessageContaining("azure.postgres.tls.data-sources.pool")
				.hasMessageContaining("The bean 'inner' opens the connections"));
	}

	private void assertRefused(ConnectionFactory bean, String reason) {
		withoutUrl().withBean("mine", ConnectionFactory.class, () -> bean)
			.run((context) -> assertThat(cause(context)).isInstanceOf(UnsecurableConnectionsException.class)
				.hasMessageContaining("The ConnectionFactory 'mine'")
				.hasStackTraceContaining(reason));
	}

	private PostgresqlConnectionFactory handMade() {
		return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
			.host("127.0.0.1")
			.port(this.server.port())
			.username(TlsPostgres.USER)
			.build());
	}

	private static AbstractRoutingConnectionFactory routing(ConnectionFactory target) {
		AbstractRoutingConnectionFactory routing = new AbstractRoutingConnectionFactory() {

			@Override
			protected Mono<Object> determineCurrentLookupKey() {
				return Mono.just("one");
			}

		};
		routing.setTargetConnectionFactories(Map.of("one", target));
		routing.setDefaultTargetConnectionFactory(target);
		return routing;
	}

	private static Throwable cause(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
	}

	private static Throwable failure(ApplicationContext context) {
		Throwable[] failure = new Throwable[1];
		Mono.from(context.getBean(ConnectionFactory.class).create())
			.doOnError((thrown) -> failure[0] = thrown)
			.onErrorComplete()
			.block(Duration.ofSeconds(20));
		assertThat(failure[0]).isNotNull();
		return failure[0];
	}

	@Configuration(proxyBeanMethods = false)
	static class DerivedConfiguration {

		@Bean
		ConnectionFactory derived(@Qualifier("main") ConnectionFactory main) {
			return ConnectionFactoryBuilder.derivedFrom(main).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PoolConfiguration {

		@Bean
		ConnectionPool pool(@Qualifier("inner") ConnectionFactory inner) {
			return new ConnectionPool(ConnectionPoolConfiguration.builder(inner).build());
		}

		@Bean
		TransactionAwareConnectionFactoryProxy proxy(@Qualifier("inner") ConnectionFactory inner) {
			return new TransactionAwareConnectionFactoryProxy(inner);
		}

		@Bean
		AbstractRoutingConnectionFactory routing(@Qualifier("inner") ConnectionFactory inner) {
			return VerifiedConnectionFactoryTests.routing(inner);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PooledRoutingConfiguration {

		@Bean
		AbstractRoutingConnectionFactory routing(@Qualifier("inner") ConnectionFactory inner) {
			return VerifiedConnectionFactoryTests.routing(inner);
		}

		@Bean
		ConnectionPool pool(@Qualifier("routing") ConnectionFactory routing) {
			return new ConnectionPool(ConnectionPoolConfiguration.builder(routing).build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SwappableConfiguration {

		@Bean
		ConnectionFactory swappable(@Qualifier("inner") ConnectionFactory inner) {
			return VerifiedConnectionFactoryTests.swappable(inner);
		}

	}

	@AutoConfiguration(after = AzurePostgresTlsR2dbcAutoConfiguration.class)
	static class LateCustomizerAutoConfiguration {

		@Bean
		@Order
		ConnectionFactoryOptionsBuilderCustomizer backToTheDriver() {
			return (options) -> options.option(ConnectionFactoryOptions.DRIVER, "postgresql");
		}

	}

	private record RenamingConnectionFactory(
			ConnectionFactory target) implements ConnectionFactory, Wrapped<ConnectionFactory> {

		@Override
		public Publisher<? extends io.r2dbc.spi.Connection> create() {
			return this.target.create();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return () -> "MyDatabase";
		}

		@Override
		public ConnectionFactory unwrap() {
			return this.target;
		}

	}

}

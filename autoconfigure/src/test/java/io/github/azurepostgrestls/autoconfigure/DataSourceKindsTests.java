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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.p6spy.engine.spy.P6DataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;
import org.apache.commons.dbcp2.BasicDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ds.common.BaseDataSource;
import org.postgresql.xa.PGXADataSource;
import org.vibur.dbcp.ViburDBCPDataSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.XADataSourceWrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of DataSource on a real server, with the wire recorded.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class DataSourceKindsTests {

	private static final String TLS_VERSION = "select version from pg_stat_ssl where pid = pg_backend_pid()";

	private static final List<HikariDataSource> pools = new ArrayList<>();

	private TlsPostgres server;

	private RecordingProxy proxy;

	@BeforeEach
	void startProxy(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.proxy = RecordingProxy.start(shared.port());
	}

	// A pool behind another DataSource outlives the application context, and logs for
	// minutes that its server is gone
	@AfterEach
	void stopProxyAndPools() throws Exception {
		pools.forEach(HikariDataSource::close);
		pools.clear();
		this.proxy.close();
	}

	static Stream<Kind> pools() {
		return Stream.of(new Kind("HikariCP", DataSourceKindsTests::hikari),
				new Kind("HikariCP by DataSource class", (url) -> {
					HikariDataSource pool = new HikariDataSource();
					pool.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
					pool.addDataSourceProperty("url", url);
					pool.addDataSourceProperty("user", TlsPostgres.USER);
					pool.addDataSourceProperty("password", TlsPostgres.PASSWORD);
					return pool;
				}), new Kind("HikariCP over a DataSource", (url) -> {
					HikariDataSource pool = new HikariDataSource();
					pool.setDataSource(postgres(new PGSimpleDataSource(), url));
					return pool;
				}), new Kind("Tomcat JDBC", (url) -> {
					org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
					pool.setDriverClassName("org.postgresql.Driver");
					pool.setUrl(url);
					pool.setUsername(TlsPostgres.USER);
					pool.setPassword(TlsPostgres.PASSWORD);
					return pool;
				}), new Kind("Commons DBCP2", (url) -> {
					BasicDataSource pool = new BasicDataSource();
					pool.setUrl(url);
					pool.setUsername(TlsPostgres.USER);
					pool.setPassword(TlsPostgres.PASSWORD);
					return pool;
				}), new Kind("Oracle UCP", DataSourceKindsTests::ucp), new Kind("c3p0", (url) -> {
					ComboPooledDataSource pool = new ComboPooledDataSource();
					pool.setJdbcUrl(url);
					pool.setUser(TlsPostgres.USER);
					pool.setPassword(TlsPostgres.PASSWORD);
					return pool;
				}), new Kind("Vibur", (url) -> {
					ViburDBCPDataSource pool = new StartedViburDataSource();
					pool.setJdbcUrl(url);
					pool.setUsername(TlsPostgres.USER);
					pool.setPassword(TlsPostgres.PASSWORD);
					pool.setPoolInitialSize(0);
					return pool;
				}),
				new Kind("SimpleDriverDataSource",
						(url) -> new SimpleDriverDataSource(new Driver(), url, TlsPostgres.USER, TlsPostgres.PASSWORD)),
				new Kind("DriverManagerDataSource",
						(url) -> new DriverManagerDataSource(url, TlsPostgres.USER, TlsPostgres.PASSWORD)),
				new Kind("PGSimpleDataSource", (url) -> postgres(new PGSimpleDataSource(), url)),
				new Kind("DataSourceBuilder",
						(url) -> DataSourceBuilder.create()
							.url(url)
							.username(TlsPostgres.USER)
							.password(TlsPostgres.PASSWORD)
							.build()));
	}

	static Stream<Kind> wrapped() {
		return Stream.of(new Kind("LazyConnectionDataSourceProxy", (url) -> {
			LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
			lazy.setTargetDataSource(hikari(url));
			return lazy;
		}), new Kind("TransactionAwareDataSourceProxy", (url) -> new TransactionAwareDataSourceProxy(hikari(url))),
				new Kind("datasource-proxy", (url) -> ProxyDataSourceBuilder.create(hikari(url)).build()),
				new Kind("P6Spy", (url) -> new P6DataSource(hikari(url))),
				new Kind("AOP proxy", (url) -> (DataSource) new ProxyFactory(hikari(url)).getProxy()),
				new Kind("AOP proxy of its class", (url) -> {
					ProxyFactory proxy = new ProxyFactory(hikari(url));
					proxy.setProxyTargetClass(true);
					return (DataSource) proxy.getProxy();
				}), new Kind("AOP proxy whose target can be swapped", (url) -> swappable(hikari(url))),
				new Kind("wrapper around a proxy whose target can be swapped",
						(url) -> new TransactionAwareDataSourceProxy(swappable(hikari(url)))),
				new Kind("two wrappers", (url) -> new TransactionAwareDataSourceProxy(
						ProxyDataSourceBuilder.create(hikari(url)).build())),
				new Kind("routing", (url) -> {
					Map<Object, Object> targets = new LinkedHashMap<>();
					targets.put("first", hikari(url));
					targets.put("second", hikari(url));
					RoutingDataSource routing = new RoutingDataSource();
					routing.setTargetDataSources(targets);
					return routing;
				}));
	}

	private static DataSource swappable(DataSource target) {
		return ProxyFactory.getProxy(DataSource.class, new HotSwappableTargetSource(target));
	}

	@ParameterizedTest
	@MethodSource({ "pools", "wrapped" })
	void isSecured(Kind kind) {
		DataSource dataSource = kind.create(url());
		runner("orders", dataSource).run((context) -> {
			assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
			assertThat(context.getBean(ConnectionObservations.class).find("orders")).isNotNull();
			assertOnlyTls();
		});
	}

	@ParameterizedTest
	@MethodSource("pools")
	void isSecuredAgainstItsOwnUrl(Kind kind) {
		DataSource dataSource = kind.create(url() + "?sslmode=require&ApplicationName=my%20app");
		runner("orders", dataSource).run((context) -> {
			JdbcTemplate template = new JdbcTemplate(dataSource);
			assertThat(context).hasNotFailed();
			assertThat(template.queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
			assertThat(template.queryForObject("show application_name", String.class)).isEqualTo("my app");
			assertOnlyTls();
		});
	}

	@ParameterizedTest
	@MethodSource({ "pools", "wrapped" })
	void stopsTheStartOnContradiction(Kind kind) {
		runner("orders", kind.create(url() + "?sslmode=disable")).run((context) -> {
			assertThat(context.getStartupFailure()).hasStackTraceContaining("sslmode=disable");
			assertThat(this.proxy.recordings()).isEmpty();
		});
	}

	static Stream<Arguments> severalBehindOne() {
		return Stream.of(Arguments.of("lazy over routing", (Several) (one, other) -> lazy(routing(one, other), null)),
				Arguments.of("transaction-aware over routing",
						(Several) (one, other) -> new TransactionAwareDataSourceProxy(routing(one, other))),
				Arguments.of("AOP proxy of routing",
						(Several) (one, other) -> (DataSource) new ProxyFactory(routing(one, other)).getProxy()),
				Arguments.of("datasource-proxy over routing",
						(Several) (one, other) -> ProxyDataSourceBuilder.create(routing(one, other)).build()),
				Arguments.of("routing over lazy",
						(Several) (one, other) -> routing(lazy(one, null), lazy(other, null))),
				Arguments.of("lazy with another for reading", (Several) (one, other) -> lazy(one, other)),
				Arguments.of("datasource-proxy over lazy with another for reading",
						(Several) (one, other) -> ProxyDataSourceBuilder.create(lazy(one, other)).build()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("severalBehindOne")
	void securesAllThatAreBehindOne(String name, Several structure) {
		HikariDataSource one = hikari(url());
		HikariDataSource other = hikari(url());
		runner("orders", structure.of(one, other)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(List.of(one, other)).extracting(HikariDataSource::getJdbcUrl)
				.allSatisfy((url) -> assertThat(url).contains("sslmode=verify-full"));
		});
	}

	private static DataSource routing(DataSource one, DataSource other) {
		RoutingDataSource routing = new RoutingDataSource();
		routing.setTargetDataSources(Map.of("first", one, "second", other));
		routing.afterPropertiesSet();
		return routing;
	}

	private static DataSource lazy(DataSource target, @Nullable DataSource readOnly) {
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(target);
		if (readOnly != null) {
			lazy.setReadOnlyDataSource(readOnly);
		}
		return lazy;
	}

	static Stream<Kind> poolsThatTellUse() {
		return pools().filter((kind) -> List.of("HikariCP", "Tomcat JDBC", "Commons DBCP2").contains(kind.name()));
	}

	@ParameterizedTest
	@MethodSource("poolsThatTellUse")
	void isRefusedOnceItHasConnected(Kind kind) throws Exception {
		DataSource dataSource = kind.create(url());
		dataSource.getConnection().close();
		runner("orders", dataSource)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("has connected already"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:p6spy:postgresql:", "jdbc:postgresql:" })
	void isSecuredBehindWrappingDriver(String prefix) {
		String url = url().replace("jdbc:postgresql:", prefix);
		HikariDataSource pool = hikari(url);
		runner("orders", pool).run((context) -> {
			assertThat(new JdbcTemplate(pool).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
			assertOnlyTls();
		});
	}

	@Test
	void scopedDataSourceIsSecuredWhenItComesIntoBeing() {
		bareRunner().withUserConfiguration(ScopedDataSource.class)
			.withBean("url", String.class, this::url)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				DataSource dataSource = context.getBean("scoped", DataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
				assertOnlyTls();
			});
	}

	@Test
	void lazyDataSourceStaysLazyAndIsSecured() {
		bareRunner().withUserConfiguration(LazyDataSource.class)
			.withBean("url", String.class, this::url)
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
				DataSource dataSource = context.getBean("lazy", DataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
				assertOnlyTls();
			});
	}

	@Test
	void dataSourceOfFactoryBeanIsSecured() {
		bareRunner().withUserConfiguration(MadeDataSource.class)
			.withBean("url", String.class, this::url)
			.run((context) -> {
				DataSource dataSource = context.getBean("made", DataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
				assertOnlyTls();
			});
	}

	@Test
	void dataSourceThatIsNoDefaultCandidateIsSecured() {
		bareRunner().withUserConfiguration(QualifiedDataSource.class)
			.withBean("url", String.class, this::url)
			.run((context) -> {
				DataSource dataSource = context.getBean("qualified", DataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
				assertOnlyTls();
			});
	}

	@Test
	void xaDataSourceOfSpringBootIsSecured() {
		bareRunner().withConfiguration(AutoConfigurations.of(XADataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + url() + "?sslmode=require",
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD)
			.withBean(XADataSourceWrapper.class, () -> XaAdapter::new)
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject(TLS_VERSION, String.class)).isEqualTo("TLSv1.3");
				assertOnlyTls();
			});
	}

	@Test
	void connectionPoolDataSourceIsSecured() {
		PGConnectionPoolDataSource dataSource = postgres(new PGConnectionPoolDataSource(), url());
		bareRunner().withBean("pooled", ConnectionPoolDataSource.class, () -> dataSource).run((context) -> {
			try (Connection connection = dataSource.getPooledConnection().getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			assertOnlyTls();
		});
	}

	@Test
	void xaDataSourceIsSecured() {
		PGXADataSource dataSource = postgres(new PGXADataSource(), url());
		bareRunner().withBean("xa", XADataSource.class, () -> dataSource).run((context) -> {
			try (Connection connection = dataSource.getXAConnection().getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			assertOnlyTls();
		});
	}

	@Test
	void dataSourceThatWasAskedForTooEarlyStopsTheStart() {
		assertStopsTheStartWhenAskedForTooEarly(() -> new SimpleDriverDataSource(new Driver(), url()));
	}

	@Test
	void oneOfSeveralThatWasAskedForTooEarlyStopsTheStart() {
		assertStopsTheStartWhenAskedForTooEarly(
				() -> lazy(hikari(url()), new SimpleDriverDataSource(new Driver(), url())));
	}

	private void assertStopsTheStartWhenAskedForTooEarly(Supplier<DataSource> dataSource) {
		runnerThatAsksEarly(dataSource).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("The DataSource 'early' of type " + SimpleDriverDataSource.class.getName()
					+ " was created before it could be secured"));
	}

	@Test
	void anotherDatabaseThatWasAskedForEarlyDoesNotStopTheStart() {
		runnerThatAsksEarly(() -> lazy(hikari(url()), new DriverManagerDataSource("jdbc:h2:mem:other;USER=sa")))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner runnerThatAsksEarly(Supplier<DataSource> dataSource) {
		return bareRunner().withBean("early", DataSource.class, dataSource)
			.withBean(BeanFactoryPostProcessor.class,
					() -> (beanFactory) -> beanFactory.getBean("early", DataSource.class));
	}

	@Test
	void unknownKindForPostgresStopsTheStart() {
		runner("odd", new OddDataSource(url()))
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"The DataSource 'odd' of type " + OddDataSource.class.getName() + " can't be secured"));
	}

	@Test
	void unknownUrlForPostgresStopsTheStart() {
		HikariDataSource pool = hikari("jdbc:somewrapper:postgresql://db/app");
		runner("odd", pool).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("The JDBC URL of the DataSource 'odd' can't be secured"));
	}

	@Test
	void otherDatabasesAreLeftAlone() {
		DriverManagerDataSource h2 = new DriverManagerDataSource("jdbc:h2:mem:other;USER=sa");
		runner("other", h2).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(h2.getUrl()).isEqualTo("jdbc:h2:mem:other;USER=sa");
		});
	}

	private void assertOnlyTls() {
		assertThat(this.proxy.recordings()).isNotEmpty().allMatch(Recording::isOnlyTls);
	}

	private ApplicationContextRunner bareRunner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + this.server.authority().rootPem());
	}

	private ApplicationContextRunner runner(String name, DataSource dataSource) {
		return bareRunner().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withBean(name, DataSource.class, () -> dataSource);
	}

	private String url() {
		return "jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, this.proxy.port(), TlsPostgres.DATABASE);
	}

	private static HikariDataSource hikari(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(TlsPostgres.USER);
		pool.setPassword(TlsPostgres.PASSWORD);
		pool.setMaximumPoolSize(2);
		pools.add(pool);
		return pool;
	}

	private static DataSource ucp(String url) {
		try {
			PoolDataSource pool = PoolDataSourceFactory.getPoolDataSource();
			pool.setConnectionFactoryClassName("org.postgresql.Driver");
			pool.setURL(url);
			pool.setUser(TlsPostgres.USER);
			pool.setPassword(TlsPostgres.PASSWORD);
			return pool;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T extends BaseDataSource> T postgres(T dataSource, String url) {
		dataSource.setUrl(url);
		dataSource.setUser(TlsPostgres.USER);
		dataSource.setPassword(TlsPostgres.PASSWORD);
		return dataSource;
	}

	/**
	 * A kind of DataSource.
	 */
	record Kind(String name, Function<String, DataSource> factory) {

		DataSource create(String url) {
			return this.factory.apply(url);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static class RoutingDataSource extends AbstractRoutingDataSource {

		@Override
		protected Object determineCurrentLookupKey() {
			return "second";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedDataSource {

		@Bean
		static CustomScopeConfigurer scopeConfigurer() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		HikariDataSource scoped(String url) {
			return hikari(url);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyDataSource {

		@Bean
		@Lazy
		HikariDataSource lazy(String url) {
			return hikari(url);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeDataSource {

		@Bean
		FactoryBean<DataSource> made(String url) {
			return new AbstractFactoryBean<>() {

				@Override
				public Class<?> getObjectType() {
					return DataSource.class;
				}

				@Override
				protected DataSource createInstance() {
					return hikari(url);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDataSource {

		@Bean(defaultCandidate = false)
		HikariDataSource qualified(String url) {
			return hikari(url);
		}

	}

	static class XaAdapter extends AbstractDataSource {

		private final XADataSource dataSource;

		XaAdapter(XADataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return this.dataSource.getXAConnection().getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.dataSource.getXAConnection(username, password).getConnection();
		}

	}

	static class StartedViburDataSource extends ViburDBCPDataSource implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			start();
		}

	}

	interface UrlHolder {

		String getUrl();

	}

	static class OddDataSource extends AbstractDataSource implements UrlHolder {

		private final String url;

		OddDataSource(String url) {
			this.url = url;
		}

		@Override
		public String getUrl() {
			return this.url;
		}

		@Override
		public Connection getConnection() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Connection getConnection(String username, String password) {
			throw new UnsupportedOperationException();
		}

	}

	/**
	 * Puts several DataSources behind one.
	 */
	@FunctionalInterface
	interface Several {

		DataSource of(DataSource one, DataSource other);

	}

}

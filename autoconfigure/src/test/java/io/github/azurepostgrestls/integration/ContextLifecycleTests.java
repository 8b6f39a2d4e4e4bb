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

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.SecuredContextRunner;
import io.github.azurepostgrestls.autoconfigure.UnverifiableServerException;
import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what stays behind in a JVM that outlives its application contexts, as under
 * Spring Boot's dev tools or in an application server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class ContextLifecycleTests {

	private static final int RESTARTS = 5;

	// Of contexts that the test framework caches
	private Set<Object> registeredBefore;

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	ContextLifecycleTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-timeout=2000");
	}

	@BeforeEach
	void remember() {
		this.registeredBefore = registered();
	}

	@Test
	void closedContextsLeaveNothingBehind() {
		List<WeakReference<DataSourceSecurer>> securers = new ArrayList<>();
		for (int i = 0; i < RESTARTS; i++) {
			this.contextRunner.run((context) -> {
				connect(context);
				assertThat(registered()).hasSize(this.registeredBefore.size() + 1);
				securers.add(new WeakReference<>(context.getBean(DataSourceSecurer.class)));
			});
			assertThat(registered()).isEqualTo(this.registeredBefore);
		}
		assertThat(securers).hasSize(RESTARTS);
		awaitCollected(securers);
	}

	@Test
	void closingOneContextLeavesTheOthersAlone() {
		this.contextRunner.run((outer) -> {
			int first = connect(outer);
			this.contextRunner.run(ContextLifecycleTests::connect);
			outer.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			assertThat(connect(outer)).isNotEqualTo(first);
		});
		assertThat(registered()).isEqualTo(this.registeredBefore);
	}

	@Test
	void startThatFailsOnALaterBeanLeavesNothingBehind() {
		List<WeakReference<DataSourceSecurer>> securers = new ArrayList<>();
		for (int i = 0; i < RESTARTS; i++) {
			this.contextRunner.withBean(FailsHalfWay.class, () -> new FailsHalfWay(securers))
				.run((context) -> assertThat(context.getStartupFailure()).hasRootCauseMessage("Failed half-way"));
			assertThat(registered()).isEqualTo(this.registeredBefore);
		}
		assertThat(securers).hasSize(RESTARTS);
		awaitCollected(securers);
	}

	@Test
	void startThatFailsVerificationLeavesNothingBehind() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.verify-on-startup=true",
					"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(UnverifiableServerException.class.getName()));
		assertThat(registered()).isEqualTo(this.registeredBefore);
	}

	@Test
	void startThatFailsOnTheSecondDataSourceLeavesNothingBehind() {
		this.contextRunner.withUserConfiguration(GoodAndContradictory.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(ContradictoryTlsSettingException.class));
		assertThat(registered()).isEqualTo(this.registeredBefore);
	}

	@Test
	void startThatFailsInMigrationLeavesNothingBehind() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.url=" + this.server.jdbcUrl(AzureHosts.OTHER_SERVER),
					"spring.flyway.user=" + TlsPostgres.USER, "spring.flyway.password=" + TlsPostgres.PASSWORD,
					"spring.flyway.connect-retries=0")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(AzureHosts.OTHER_SERVER));
		assertThat(registered()).isEqualTo(this.registeredBefore);
	}

	private static int connect(AssertableApplicationContext context) {
		Integer process = new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select pg_backend_pid()",
				Integer.class);
		assertThat(process).isNotNull();
		return process;
	}

	private static void awaitCollected(List<WeakReference<DataSourceSecurer>> securers) {
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(securers).allMatch((securer) -> securer.refersTo(null));
		});
	}

	// Whatever its static maps are called
	private static Set<Object> registered() {
		Set<Object> ids = new HashSet<>();
		Arrays.stream(ConnectionSecurityRegistry.class.getDeclaredFields())
			.filter((field) -> Modifier.isStatic(field.getModifiers()) && Map.class.isAssignableFrom(field.getType()))
			.map(ContextLifecycleTests::read)
			.forEach((map) -> ids.addAll(map.keySet()));
		return ids;
	}

	private static Map<?, ?> read(Field field) {
		try {
			field.setAccessible(true);
			return (Map<?, ?>) field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static final class FailsHalfWay implements BeanFactoryAware, InitializingBean {

		private final List<WeakReference<DataSourceSecurer>> securers;

		private BeanFactory beanFactory;

		FailsHalfWay(List<WeakReference<DataSourceSecurer>> securers) {
			this.securers = securers;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() throws Exception {
			this.securers.add(new WeakReference<>(this.beanFactory.getBean(DataSourceSecurer.class)));
			try (Connection connection = this.beanFactory.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
			}
			throw new IllegalStateException("Failed half-way");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GoodAndContradictory {

		@Bean
		@Primary
		HikariDataSource good(@Value("${spring.datasource.url}") String url) {
			return pool(url);
		}

		@Bean
		HikariDataSource later(@Value("${spring.datasource.url}") String url) {
			return pool(url + "?sslmode=disable");
		}

		private static HikariDataSource pool(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setUsername(TlsPostgres.USER);
			pool.setPassword(TlsPostgres.PASSWORD);
			return pool;
		}

	}

}

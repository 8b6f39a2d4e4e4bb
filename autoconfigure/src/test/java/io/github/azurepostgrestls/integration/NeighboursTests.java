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

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.jdbc.lock.LockRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of what other projects do on verified connections. The server lets its user in
 * over TLS only.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class NeighboursTests {

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	NeighboursTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"spring.datasource.hikari.connection-timeout=2000",
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	@Test
	void springDataJpaSavesAndReadsAnEntity() throws Exception {
		withDatabase("neighbour_jpa").withUserConfiguration(JpaApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create")
			.run((context) -> {
				DocumentRepository documents = context.getBean(DocumentRepository.class);
				Long id = documents.save(new Document("Contract")).id;
				assertThat(documents.findById(id)).get().extracting((document) -> document.title).isEqualTo("Contract");
				assertVerified(context, documents::count);
			});
	}

	@Test
	void springModulithPublishesAnEventUntilItsListenerSucceeds() throws Exception {
		withDatabase("neighbour_modulith").withUserConfiguration(ModulithConfiguration.class)
			.withBean(FailsOnce.class)
			.withPropertyValues("spring.modulith.events.jdbc.schema-initialization.enabled=true")
			.run((context) -> {
				FailsOnce listener = context.getBean(FailsOnce.class);
				publish(context, "Contract");
				assertThat(listener.received()).containsExactly("Contract");
				assertThat(completedEvents(context)).isZero();
				context.getBean(IncompleteEventPublications.class)
					.resubmitIncompletePublications((publication) -> true);
				Awaitility.await().untilAsserted(() -> assertThat(completedEvents(context)).isOne());
				assertThat(listener.received()).containsExactly("Contract", "Contract");
				assertVerified(context, () -> publish(context, "Offer"));
			});
	}

	@Test
	void springIntegrationLocksAcrossInstances() throws Exception {
		withDatabase("neighbour_integration").withUserConfiguration(LockingApplication.class)
			.withPropertyValues("spring.integration.jdbc.initialize-schema=always")
			.run((context) -> {
				Lock one = new JdbcLockRegistry(context.getBean("one", LockRepository.class)).obtain("Contract");
				Lock another = new JdbcLockRegistry(context.getBean("another", LockRepository.class))
					.obtain("Contract");
				assertThat(one.tryLock()).isTrue();
				assertThat(another.tryLock()).isFalse();
				one.unlock();
				assertThat(another.tryLock()).isTrue();
				another.unlock();
				assertVerified(context, one::tryLock);
			});
	}

	private ApplicationContextRunner withDatabase(String name) throws SQLException {
		return this.contextRunner.withPropertyValues("spring.datasource.url=" + this.server.createDatabase(name));
	}

	// The health, each connection as the server sees it, and then a root that is unknown
	private void assertVerified(ApplicationContext context, ThrowingCallable use) throws SQLException {
		TlsHealthAssert.assertThat(context.getBean(HealthIndicator.class).health(true))
			.isVerified()
			.hasProtocol("TLSv1.3");
		assertThat(this.server.query("select distinct version from pg_stat_ssl join pg_stat_activity using (pid)"
				+ " where usename = '%s' order by version nulls first".formatted(TlsPostgres.USER)))
			.isEqualTo("TLSv1.3");
		this.server.presentUntrustedCertificate();
		this.server.closeConnections();
		assertThatException().isThrownBy(use);
		TlsHealthAssert.eventually(() -> context.getBean(HealthIndicator.class).health(true),
				(health) -> health.isRefused("UNTRUSTED_ROOT"));
	}

	private static void publish(ApplicationContext context, String event) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((transaction) -> context.publishEvent(event));
	}

	private static Integer completedEvents(ApplicationContext context) {
		return context.getBean(JdbcTemplate.class)
			.queryForObject("select count(*) from event_publication where completion_date is not null", Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HibernateJpaAutoConfiguration.class, TransactionAutoConfiguration.class })
	@EntityScan(basePackageClasses = Document.class)
	@EnableJpaRepositories(basePackageClasses = DocumentRepository.class, considerNestedRepositories = true)
	static class JpaApplication {

	}

	@Entity
	static class Document {

		@Id
		@GeneratedValue
		Long id;

		String title;

		Document() {
		}

		Document(String title) {
			this.title = title;
		}

	}

	interface DocumentRepository extends JpaRepository<Document, Long> {

	}

	static class FailsOnce {

		private final List<String> events = new CopyOnWriteArrayList<>();

		List<String> received() {
			return this.events;
		}

		@TransactionalEventListener
		void on(String event) {
			this.events.add(event);
			if (this.events.size() == 1) {
				throw new IllegalStateException("Failed once");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
			IntegrationAutoConfiguration.class })
	static class LockingApplication {

		@Bean
		LockRepository one(DataSource dataSource) {
			return new DefaultLockRepository(dataSource);
		}

		@Bean
		LockRepository another(DataSource dataSource) {
			return new DefaultLockRepository(dataSource);
		}

	}

}

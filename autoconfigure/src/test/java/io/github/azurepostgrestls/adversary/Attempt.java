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

package io.github.azurepostgrestls.adversary;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsMetricsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsR2dbcAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * An application that connects to a {@link RogueServer} without a pool, which would
 * retry.
 *
 * @author the azure-postgres-tls contributors
 */
final class Attempt {

	static final String USER = "marker-of-the-user";

	static final String PASSWORD = "marker-of-the-password";

	static final String DATABASE = "marker-of-the-database";

	private static final long CLOSING_MILLIS = 2000;

	private final String dataSource;

	private final RogueCase rogue;

	private final Client client;

	private final LogRecorder log;

	/**
	 * Create a new {@link Attempt} instance.
	 * @param dataSource the name of the DataSource, which identifies its log lines
	 * @param rogue the server
	 * @param client what connects
	 * @param log what is logged
	 */
	Attempt(String dataSource, RogueCase rogue, Client client, LogRecorder log) {
		this.dataSource = dataSource;
		this.rogue = rogue;
		this.client = client;
		this.log = log;
	}

	/**
	 * Connect, and collect what the application and the server observed.
	 * @return the outcome
	 * @throws Exception if the context fails
	 */
	Outcome run() throws Exception {
		try (RogueServer server = new RogueServer(this.rogue.scripts())) {
			Outcome[] outcome = new Outcome[1];
			contextRunner(server.port()).run((context) -> outcome[0] = connect(context, server));
			return outcome[0];
		}
	}

	private ApplicationContextRunner contextRunner(int port) {
		ApplicationContextRunner runner = this.client.contextRunner(this.dataSource, port, this.rogue.urlParameters());
		return this.rogue.direct() ? runner.withPropertyValues("azure.postgres.tls.negotiation=direct") : runner;
	}

	/**
	 * Return a context with one DataSource, health and metrics.
	 * @param dataSource the name of the DataSource
	 * @param url its URL
	 * @return the context
	 */
	static ApplicationContextRunner contextRunner(String dataSource, String url) {
		return observed().withBean(dataSource, DataSource.class,
				() -> new SimpleDriverDataSource(new Driver(), url, USER, PASSWORD));
	}

	static ApplicationContextRunner observed() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class,
					AzurePostgresTlsMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("azure.postgres.tls.root-certificates=" + RogueCertificates.TRUSTED.rootPem());
	}

	private Outcome connect(ApplicationContext context, RogueServer server) throws InterruptedException {
		AtomicReference<Health> whileConnected = new AtomicReference<>();
		AtomicReference<Duration> duration = new AtomicReference<>();
		Exception failure = null;
		long start = System.nanoTime();
		try {
			this.client.connect(context, () -> {
				duration.set(Duration.ofNanos(System.nanoTime() - start));
				whileConnected.set(health(context));
			});
		}
		catch (Exception ex) {
			duration.compareAndSet(null, Duration.ofNanos(System.nanoTime() - start));
			failure = ex;
		}
		Health health = (failure != null) ? health(context) : whileConnected.get();
		return outcome(context, server, duration.get(), failure, health);
	}

	private Outcome outcome(ApplicationContext context, RogueServer server, Duration duration,
			@Nullable Exception failure, Health health) throws InterruptedException {
		boolean allClosed = true;
		for (RogueConnection connection : server.connections()) {
			allClosed &= connection.awaitClosed(CLOSING_MILLIS);
		}
		return new Outcome(duration, failure, health, failures(context), server.connections(), allClosed,
				this.log.linesOf(this.dataSource), server.errors());
	}

	static Health health(ApplicationContext context) {
		return context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class).health(true);
	}

	/**
	 * Return what the metrics count.
	 * @param context the context
	 * @return how many failures there were, by reason, without those that there were not
	 */
	static Map<String, Double> failures(ApplicationContext context) {
		Map<String, Double> failures = new HashMap<>();
		context.getBean(MeterRegistry.class)
			.find("azure.postgres.tls.failures")
			.functionCounters()
			.stream()
			.filter((counter) -> counter.count() > 0)
			.forEach((counter) -> failures.put(String.valueOf(counter.getId().getTag("reason")), counter.count()));
		return failures;
	}

	static List<String> markers() {
		return List.of(USER, PASSWORD, DATABASE, "user\0", "client_encoding");
	}

}

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

package io.github.azurepostgrestls.fault;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsMetricsAutoConfiguration;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.Assert;

/**
 * An application with the starter, seen from outside: its DataSource, its health and its
 * metrics.
 *
 * @author the azure-postgres-tls contributors
 */
final class SecuredApplication {

	/** What a log line starts with when no connection could be made. */
	static final String FAILURE_LOG = "no secure connection";

	/** The parameters with which no step of connecting takes longer than a second. */
	static final String ONE_SECOND = "connectTimeout=1&socketTimeout=1&sslResponseTimeout=1000";

	private SecuredApplication() {
	}

	/**
	 * Return an application with a pool.
	 * @param server the server whose root it trusts
	 * @param url what it connects to
	 * @return the runner of its context
	 */
	static ApplicationContextRunner pooled(TlsPostgres server, String url) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class,
					AzurePostgresTlsMetricsAutoConfiguration.class, DataSourceAutoConfiguration.class,
					MetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("spring.datasource.url=" + url, "spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"spring.datasource.hikari.connection-timeout=2000",
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	/**
	 * Return an application whose connections are all new.
	 * @param server the server whose root it trusts
	 * @param url what it connects to
	 * @return the runner of its context
	 */
	static ApplicationContextRunner unpooled(TlsPostgres server, String url) {
		return pooled(server, url)
			.withPropertyValues("spring.datasource.type=" + SimpleDriverDataSource.class.getName());
	}

	/**
	 * Return the URL of the user's database.
	 * @param port the port of the server or of a proxy
	 * @param parameters the parameters that follow the question mark
	 * @return the URL
	 */
	static String url(int port, String parameters) {
		return "jdbc:postgresql://%s:%d/%s?%s".formatted(AzureHosts.SERVER, port, TlsPostgres.DATABASE, parameters);
	}

	static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	static Health health(ApplicationContext context) {
		return context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class).health(true);
	}

	/**
	 * Return how many bytes a server sends until a connection is ready for queries.
	 * @param server the server
	 * @return the number of bytes
	 * @throws IOException if the server can't be reached
	 */
	static long bytesUntilReady(TlsPostgres server) throws IOException {
		long[] bytes = new long[1];
		try (FaultyProxy proxy = FaultyProxy.start(server.port())) {
			unpooled(server, url(proxy.port(), "")).run((context) -> {
				try (Connection connection = connect(context)) {
					Assert.state(!connection.isClosed(), "The server gives no connection");
					bytes[0] = proxy.bytesFromServer();
				}
			});
		}
		return bytes[0];
	}

	/**
	 * Return how many connections failed, for whatever reason.
	 * @param context the application
	 * @return the number
	 */
	static long failures(ApplicationContext context) {
		return (long) context.getBean(MeterRegistry.class)
			.get("azure.postgres.tls.failures")
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

}

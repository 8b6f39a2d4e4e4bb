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

package io.github.azurepostgrestls.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.Assert;

/**
 * Puts the starter under load: many threads that connect at once, many connections that
 * are alive.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Load {

	private static final int THREADS = 64;

	private static final int CONNECTIONS = 2_000;

	private static final int ALIVE = 1_000;

	private static final int ROUNDS = 5;

	private Load() {
	}

	/**
	 * Measure and print.
	 * @param args none
	 * @throws Exception if a connection fails
	 */
	public static void main(String[] args) throws Exception {
		Database database = new Database();
		database.start();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Configured.class)
			.properties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn",
					"azure.postgres.tls.root-certificates", database.rootPem(), "database.url", database.url()))
			.run()) {
			DataSource starter = context.getBean(DataSource.class);
			DataSource rival = DataSources.unpooled(database.verifiedUrl());
			connectAtOnce(starter, rival);
			holdConnections(starter, rival, health(context));
			cancel(starter);
		}
		database.stop();
	}

	private static HealthIndicator health(ConfigurableApplicationContext context) {
		return context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class);
	}

	private static void connectAtOnce(DataSource starter, DataSource rival) throws Exception {
		connectAtOnce(starter);
		connectAtOnce(rival);
		Waits starterWaits = new Waits();
		Waits rivalWaits = new Waits();
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			long starterTime = starterWaits.during(() -> connectAtOnce(starter));
			long rivalTime = rivalWaits.during(() -> connectAtOnce(rival));
			ratios.add((double) starterTime / rivalTime);
		}
		ratios.sort(null);
		System.out.printf("%d connections by %d threads: %.3f of the rival's time on the clock (%.3f to %.3f)%n",
				CONNECTIONS, THREADS, Ratio.quantile(ratios, 0.5), ratios.get(0), ratios.get(ratios.size() - 1));
		System.out.printf(
				"Waits for a lock in %d connections: %d, of which %d for one of the starter; the rival's %d%n",
				ROUNDS * CONNECTIONS, starterWaits.count(), starterWaits.countOfStarter(), rivalWaits.count());
	}

	private static long connectAtOnce(DataSource dataSource) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			long before = System.nanoTime();
			List<Future<?>> connections = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				connections.add(threads.submit(() -> {
					dataSource.getConnection().close();
					return null;
				}));
			}
			for (Future<?> connection : connections) {
				connection.get();
			}
			return System.nanoTime() - before;
		}
		finally {
			threads.shutdown();
		}
	}

	private static void holdConnections(DataSource starter, DataSource rival, HealthIndicator health) throws Exception {
		List<Double> bytes = new ArrayList<>();
		List<Double> rivalBytes = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			bytes.add(bytesOfEach(starter, () -> {
			}));
			rivalBytes.add(bytesOfEach(rival, () -> {
			}));
		}
		bytes.sort(null);
		rivalBytes.sort(null);
		System.out.printf("Memory of each of %d live connections: %.0f bytes, the rival's %.0f%n", ALIVE,
				Ratio.quantile(bytes, 0.5), Ratio.quantile(rivalBytes, 0.5));
		bytesOfEach(starter, () -> read(health));
	}

	private static double bytesOfEach(DataSource dataSource, Runnable whileAlive) throws SQLException {
		long before = usedHeap();
		List<Connection> alive = new ArrayList<>(ALIVE);
		try {
			for (int i = 0; i < ALIVE; i++) {
				alive.add(dataSource.getConnection());
			}
			double bytes = (double) (usedHeap() - before) / ALIVE;
			whileAlive.run();
			return bytes;
		}
		finally {
			for (Connection connection : alive) {
				connection.close();
			}
		}
	}

	private static long usedHeap() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	private static void read(HealthIndicator health) {
		int reads = 20_000;
		for (int i = 0; i < reads; i++) {
			Assert.state(Objects.equals(health.health(true).getDetails().get("connections"), ALIVE),
					"Health must show all connections");
		}
		long before = System.nanoTime();
		for (int i = 0; i < reads; i++) {
			health.health(true);
		}
		System.out.printf("Read health with %d live connections: %.2f microseconds%n", ALIVE,
				(System.nanoTime() - before) / 1e3 / reads);
	}

	private static void cancel(DataSource starter) throws Exception {
		Cost cancel = new Cost();
		Cost connect = new Cost();
		try (Connection connection = starter.getConnection()) {
			PGConnection driver = connection.unwrap(PGConnection.class);
			for (int i = 0; i < 600; i++) {
				if (i == 300) {
					cancel.reset();
					connect.reset();
				}
				cancel.of(driver::cancelQuery);
				connect.of(() -> starter.getConnection().close());
			}
		}
		System.out.printf("A cancel request costs %.2f of a connection's processor time%n",
				(double) cancel.cpu() / connect.cpu());
	}

	/**
	 * The application, whose DataSource is secured.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = R2dbcAutoConfiguration.class)
	static class Configured {

		@Bean
		DataSource dataSource(@Value("${database.url}") String url) {
			return DataSources.unpooled(url);
		}

	}

}

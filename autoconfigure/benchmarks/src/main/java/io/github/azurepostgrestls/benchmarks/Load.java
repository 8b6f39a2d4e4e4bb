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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.test.TlsPostgres;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

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

	// A server lets 97 users in, and needs time to let them go
	private static final int SERVERS = 24;

	private Load() {
	}

	/**
	 * Measure and print.
	 * @param args none
	 * @throws Exception if a connection fails
	 */
	public static void main(String[] args) throws Exception {
		List<Database> databases = new ArrayList<>();
		for (int i = 0; i < SERVERS; i++) {
			Database database = new Database();
			database.start();
			databases.add(database);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Configured.class)
			.properties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn",
					"azure.postgres.tls.root-certificates",
					databases.stream().map(Database::root).map(Path::toString).collect(Collectors.joining(","))))
			.initializers((starting) -> starting.getBeanFactory()
				.registerSingleton("urls", databases.stream().map(Database::url).toArray(String[]::new)))
			.run()) {
			DataSource starter = context.getBean(DataSource.class);
			DataSource rival = Spread.over(databases.stream()
				.map((database) -> "%s?sslmode=verify-full&sslrootcert=%s".formatted(database.url(), database.root())));
			connectAtOnce(starter, rival);
			holdConnections(starter, rival, health(context));
			cancel(starter);
		}
		for (Database database : databases) {
			database.stop();
		}
	}

	private static HealthIndicator health(ConfigurableApplicationContext context) {
		return context.getBean("azurePostgresTlsHealthContributor", HealthIndicator.class);
	}

	private static void connectAtOnce(DataSource starter, DataSource rival) throws Exception {
		List<Double> ratios = new ArrayList<>();
		connectAtOnce(starter);
		connectAtOnce(rival);
		List<Duration> waits;
		try (Recording recording = new Recording()) {
			for (String event : List.of("jdk.JavaMonitorEnter", "jdk.ThreadPark")) {
				recording.enable(event).withThreshold(Duration.ofNanos(100_000)).withStackTrace();
			}
			recording.start();
			for (int i = 0; i < ROUNDS; i++) {
				ratios.add((double) connectAtOnce(starter) / connectAtOnce(rival));
			}
			recording.stop();
			waits = waits(recording);
		}
		ratios.sort(null);
		System.out.printf("%d connections by %d threads: %.3f of the rival's time on the clock (%.3f to %.3f)%n",
				CONNECTIONS, THREADS, Ratio.quantile(ratios, 0.5), ratios.get(0), ratios.get(ratios.size() - 1));
		System.out.printf("Waits for locks of the starter in %d connections: %d, %.3f ms%n", ROUNDS * CONNECTIONS,
				waits.size(), waits.stream().mapToLong(Duration::toNanos).sum() / 1e6);
	}

	private static List<Duration> waits(Recording recording) throws IOException {
		Path file = Files.createTempFile("load", ".jfr");
		try {
			recording.dump(file);
			return RecordingFile.readAllEvents(file)
				.stream()
				.filter(Load::isOurs)
				.map(RecordedEvent::getDuration)
				.toList();
		}
		finally {
			Files.delete(file);
		}
	}

	// The frame that waits, below those of the JDK
	private static boolean isOurs(RecordedEvent wait) {
		RecordedStackTrace stack = wait.getStackTrace();
		return stack != null && stack.getFrames()
			.stream()
			.map(RecordedFrame::getMethod)
			.map((method) -> method.getType().getName())
			.filter((type) -> !type.matches("(java|javax|jdk|sun|com\\.sun)\\..*"))
			.findFirst()
			.filter((type) -> type.startsWith("io.github.azurepostgrestls.") && !type.contains(".benchmarks."))
			.isPresent();
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
			health.health(true);
		}
		long before = System.nanoTime();
		for (int i = 0; i < reads; i++) {
			health.health(true);
		}
		System.out.printf("Read health with %d live connections: %.2f microseconds%n%s%n", ALIVE,
				(System.nanoTime() - before) / 1e3 / reads, health.health(true).getDetails().get("connections"));
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
		DataSource dataSource(String[] urls) {
			return Spread.over(Stream.of(urls));
		}

	}

	/**
	 * Takes each server in turn, without a pool.
	 */
	private static final class Spread extends AbstractRoutingDataSource {

		private final AtomicInteger turn = new AtomicInteger();

		static Spread over(Stream<String> urls) {
			Spread spread = new Spread();
			Map<Object, Object> targets = new HashMap<>();
			urls.forEach((url) -> targets.put(targets.size(),
					new SimpleDriverDataSource(new Driver(), url, TlsPostgres.USER, TlsPostgres.PASSWORD)));
			spread.setTargetDataSources(targets);
			spread.afterPropertiesSet();
			return spread;
		}

		@Override
		protected Object determineCurrentLookupKey() {
			return this.turn.getAndIncrement() % SERVERS;
		}

	}

}

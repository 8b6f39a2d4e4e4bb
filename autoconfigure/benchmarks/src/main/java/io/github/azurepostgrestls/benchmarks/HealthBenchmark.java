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

import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.PingHealthIndicator;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;

/**
 * Reads health 50 times, with a pool of ten connections. The rival is Spring Boot's own
 * indicator of a DataSource, the floor one that looks at nothing.
 *
 * @author the azure-postgres-tls contributors
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20, batchSize = 100)
@Measurement(iterations = 15, batchSize = 40)
public class HealthBenchmark {

	private static final int READS = 50;

	@Benchmark
	public void health(Indicators indicators, Costs costs) throws Exception {
		costs.starter.of(() -> read(indicators.starter));
		costs.rival.of(() -> read(indicators.rival));
		costs.floor.of(() -> read(indicators.floor));
	}

	private static void read(HealthIndicator indicator) {
		for (int i = 0; i < READS; i++) {
			if (!indicator.health(true).getStatus().getCode().equals("UP")) {
				throw new IllegalStateException("Not UP");
			}
		}
	}

	/**
	 * The indicators.
	 */
	@State(Scope.Benchmark)
	public static class Indicators {

		HealthIndicator starter;

		HealthIndicator rival;

		final HealthIndicator floor = new PingHealthIndicator();

		@Setup(Level.Trial)
		public void warmUp(Application application) throws Exception {
			HikariDataSource pool = application.pool();
			pool.getConnection().close();
			while (pool.getHikariPoolMXBean().getTotalConnections() < pool.getMaximumPoolSize()) {
				Thread.onSpinWait();
			}
			this.starter = application.health();
			DataSourceHealthIndicator db = new DataSourceHealthIndicator(pool);
			db.afterPropertiesSet();
			this.rival = db;
		}

	}

}

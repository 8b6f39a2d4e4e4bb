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
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Opens and closes a connection.
 *
 * @author the azure-postgres-tls contributors
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20, batchSize = 100)
@Measurement(iterations = 15, batchSize = 50)
public class ConnectBenchmark {

	@Benchmark
	public void connect(DataSources dataSources, Costs costs) throws Exception {
		costs.starter.of(() -> connect(dataSources.starter()));
		costs.rival.of(() -> connect(dataSources.rival()));
		costs.floor.of(() -> connect(dataSources.floor()));
	}

	private static void connect(DataSource dataSource) throws Exception {
		try (Connection connection = dataSource.getConnection()) {
			connection.getAutoCommit();
		}
	}

}

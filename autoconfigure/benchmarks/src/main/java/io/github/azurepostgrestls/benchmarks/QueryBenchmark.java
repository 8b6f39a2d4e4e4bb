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

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postgresql.PGConnection;

/**
 * Sends and receives through connections that are open.
 *
 * @author the azure-postgres-tls contributors
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 8, batchSize = 5)
@Measurement(iterations = 10, batchSize = 3)
public class QueryBenchmark {

	private static final int STATEMENTS = 200;

	@Benchmark
	public void statements(Connections connections, Costs costs) throws Exception {
		costs.starter.of(() -> statements(connections.starter));
		costs.rival.of(() -> statements(connections.rival));
	}

	private static void statements(Connection connection) throws Exception {
		try (Statement statement = connection.createStatement()) {
			for (int i = 0; i < STATEMENTS; i++) {
				statement.execute("select 1");
			}
		}
	}

	@Benchmark
	public void rows(Connections connections, Costs costs) throws Exception {
		costs.starter.of(() -> rows(connections.starter));
		costs.rival.of(() -> rows(connections.rival));
	}

	private static void rows(Connection connection) throws Exception {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select generate_series(1, 100000)")) {
			while (rows.next()) {
				rows.getInt(1);
			}
		}
	}

	@Benchmark
	public void copy(Connections connections, Costs costs) throws Exception {
		costs.starter.of(() -> copy(connections.starter));
		costs.rival.of(() -> copy(connections.rival));
	}

	// 64 MB
	private static void copy(Connection connection) throws Exception {
		connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyOut("copy (select repeat('x', 65535) from generate_series(1, 1024)) to stdout",
					OutputStream.nullOutputStream());
	}

	/**
	 * A connection of the starter and one of its rival.
	 */
	@State(Scope.Benchmark)
	public static class Connections {

		Connection starter;

		Connection rival;

		@Setup(Level.Trial)
		public void open(DataSources dataSources) throws Exception {
			this.starter = dataSources.starter().getConnection();
			this.rival = dataSources.rival().getConnection();
		}

		@TearDown(Level.Trial)
		public void close() throws Exception {
			this.starter.close();
			this.rival.close();
		}

	}

}

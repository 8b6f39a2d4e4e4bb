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

import io.github.azurepostgrestls.test.TlsPostgres;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens connections with R2DBC, and sends and receives through them. The rival is the
 * driver's own verify-full. Event loops do the work, so that only the time on the clock
 * says something.
 *
 * @author the azure-postgres-tls contributors
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 8, batchSize = 10)
@Measurement(iterations = 15, batchSize = 5)
public class ReactiveBenchmark {

	private static final int CONNECTIONS = 32;

	private static final int AT_ONCE = 16;

	private static final int STATEMENTS = 200;

	@Benchmark
	public void reactiveConnect(Factories factories, Costs costs) throws Exception {
		costs.starter.of(() -> connect(factories.starter, 1));
		costs.rival.of(() -> connect(factories.rival, 1));
	}

	@Benchmark
	public void reactiveConnects(Factories factories, Costs costs) throws Exception {
		costs.starter.of(() -> connect(factories.starter, AT_ONCE));
		costs.rival.of(() -> connect(factories.rival, AT_ONCE));
	}

	private static void connect(ConnectionFactory factory, int atOnce) {
		Flux.range(0, CONNECTIONS)
			.flatMap((i) -> Mono.usingWhen(factory.create(), (connection) -> Mono.empty(), Connection::close), atOnce)
			.blockLast();
	}

	@Benchmark
	public void reactiveStatements(Factories factories, Costs costs) throws Exception {
		costs.starter.of(() -> execute(factories.starterConnection, "select 1", STATEMENTS));
		costs.rival.of(() -> execute(factories.rivalConnection, "select 1", STATEMENTS));
	}

	@Benchmark
	public void reactiveRows(Factories factories, Costs costs) throws Exception {
		costs.starter.of(() -> execute(factories.starterConnection, "select generate_series(1, 100000)", 1));
		costs.rival.of(() -> execute(factories.rivalConnection, "select generate_series(1, 100000)", 1));
	}

	private static void execute(Connection connection, String sql, int times) {
		Flux.range(0, times)
			.concatMap((i) -> connection.createStatement(sql).execute())
			.concatMap((result) -> result.map((row, metadata) -> row.get(0, Integer.class)))
			.blockLast();
	}

	/**
	 * The starter's ConnectionFactory and its rival, and an open connection of each.
	 */
	@State(Scope.Benchmark)
	public static class Factories {

		ConnectionFactory starter;

		ConnectionFactory rival;

		Connection starterConnection;

		Connection rivalConnection;

		@Setup(Level.Trial)
		public void create(Database database, Application application) {
			this.starter = application.connectionFactory();
			this.rival = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
				.host(database.host())
				.port(database.port())
				.database(TlsPostgres.DATABASE)
				.username(TlsPostgres.USER)
				.password(TlsPostgres.PASSWORD)
				.sslMode(SSLMode.VERIFY_FULL)
				.sslRootCert(database.root().toString())
				.build());
			this.starterConnection = Mono.from(this.starter.create()).block();
			this.rivalConnection = Mono.from(this.rival.create()).block();
		}

		@TearDown(Level.Trial)
		public void close() {
			Mono.when(this.starterConnection.close(), this.rivalConnection.close()).block();
		}

	}

}

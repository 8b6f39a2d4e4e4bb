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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.concurrent.NewThread;
import io.github.azurepostgrestls.concurrent.SleepingQuery;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Cancel requests that something happens to. They hold the secret key of a connection, so
 * none may leave in the clear, least of all when its own connection has failed.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class CancelFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private TlsPostgres server;

	private FaultyRoute route;

	@BeforeEach
	void startProxies(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.route = FaultyRoute.to(this.server.port());
	}

	@AfterEach
	void stopProxies() throws Exception {
		this.route.close();
		assertThat(this.route.recorder().recordings()).isNotEmpty();
	}

	static Stream<Named<LongFunction<Fault>>> faults() {
		return Stream.of(Named.of("stalled", Fault::stallAfter), Named.of("closed", Fault::closeAfter),
				Named.of("reset", Fault::resetAfter), Named.of("corrupted", Fault::corruptAfter),
				Named.of("duplicated", Fault::duplicateAfter));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void cancelThatFailsEndsInTimeAndNeverGoesInTheClear(LongFunction<Fault> fault) {
		unpooled("cancelSignalTimeout=1").run((context) -> {
			for (long position : new long[] { 0, 1, 1000, 2000 }) {
				this.route.proxy().inject(Fault.NONE);
				try (Connection connection = SecuredApplication.connect(context);
						Statement statement = connection.createStatement()) {
					CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
					this.route.proxy().inject(fault.apply(position));
					assertThat(CompletableFuture.runAsync(() -> cancel(statement), NewThread.PER_TASK))
						.succeedsWithin(LIMIT);
					assertThat(query).isNotDone();
					endSleepingQuery();
					assertThat(query).failsWithin(LIMIT);
				}
			}
			assertThat(this.route.recorder().recordings()).hasSize(8);
		});
	}

	@Test
	void cancelThatIsInterruptedEndsInTime() {
		duringCancel((context, cancelling) -> cancelling.interrupt());
	}

	@Test
	void cancelWhoseContextIsClosedEndsInTime() {
		duringCancel((context, cancelling) -> context.close());
	}

	private void duringCancel(Interference interference) {
		unpooled("cancelSignalTimeout=1").run((context) -> {
			try (Connection connection = SecuredApplication.connect(context);
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
				this.route.proxy().inject(Fault.stallAfter(1000));
				Thread cancelling = new Thread(() -> cancel(statement));
				cancelling.start();
				this.route.proxy().awaitBytes(2, 1000);
				interference.happenTo((ConfigurableApplicationContext) context.getSourceApplicationContext(),
						cancelling);
				Awaitility.await().until(() -> !cancelling.isAlive());
				endSleepingQuery();
				assertThat(query).failsWithin(LIMIT);
			}
		});
	}

	@Test
	void cancelAfterContextWasClosedSendsNothing() {
		unpooled("cancelSignalTimeout=1").run((context) -> {
			try (Connection connection = SecuredApplication.connect(context);
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = SleepingQuery.start(statement, this.server);
				context.close();
				cancel(statement);
				endSleepingQuery();
				assertThat(query).failsWithin(LIMIT);
			}
		});
	}

	@Test
	void poolServesOnWhileQueriesAreCancelled() {
		AtomicBoolean running = new AtomicBoolean(true);
		SecuredApplication.pooled(this.server, SecuredApplication.url(this.route.proxy().port(), ""))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=4")
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				CompletableFuture<Void> load = CompletableFuture.runAsync(() -> queryWhile(running, dataSource),
						NewThread.PER_TASK);
				try {
					assertThat(ManyThreads.run(3, () -> cancelMany(dataSource), 60)).containsOnly(true);
				}
				finally {
					running.set(false);
				}
				assertThat(load).succeedsWithin(LIMIT);
				assertThat(SecuredApplication.failures(context)).isZero();
			});
	}

	private static boolean cancelMany(DataSource dataSource) throws Exception {
		for (int i = 0; i < 10; i++) {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				CompletableFuture<Void> query = CompletableFuture.runAsync(() -> sleepUntilCancelled(statement),
						NewThread.PER_TASK);
				Awaitility.await().until(() -> {
					statement.cancel();
					return query.isDone();
				});
				assertThat(query).isCompleted();
				assertThat(statement.execute("select 1")).isTrue();
			}
		}
		return true;
	}

	private static void sleepUntilCancelled(Statement statement) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(SleepingQuery.SQL))
			.withMessageContaining("canceling statement due to user request");
	}

	private static void queryWhile(AtomicBoolean running, DataSource dataSource) {
		while (running.get()) {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("select count(*) from generate_series(1, 1000)");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void cancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			// The driver may tell; what was sent is what counts
		}
	}

	private void endSleepingQuery() throws SQLException {
		this.server.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = '%s'"
			.formatted(SleepingQuery.SQL));
	}

	private ApplicationContextRunner unpooled(String parameters) {
		return SecuredApplication.unpooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters));
	}

	/**
	 * What happens while a cancel request is on its way.
	 */
	private interface Interference {

		void happenTo(ConfigurableApplicationContext context, Thread cancelling);

	}

}

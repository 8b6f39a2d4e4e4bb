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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import javax.sql.DataSource;

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
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Networks that delay, drop, cut and change what a server sends. Whatever happens, the
 * client sends nothing in the clear.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class NetworkFaultTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration UNDER_THE_LIMIT = Duration.ofMillis(800);

	private static final Duration SHORT = Duration.ofMillis(200);

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

	static Stream<Named<LongFunction<Fault>>> breaks() {
		return Stream.of(Named.of("closed", Fault::closeAfter), Named.of("reset", Fault::resetAfter));
	}

	@ParameterizedTest
	@MethodSource("breaks")
	void survivesConnectionThatBreaksWhileItIsMade(LongFunction<Fault> fault) {
		unpooled("").run((context) -> {
			for (long position : new long[] { 0, 1, 60, 1500, SecuredApplication.bytesUntilReady(this.server) - 300 }) {
				assertFailsOnlyUnder(fault.apply(position), context);
			}
		});
	}

	static Stream<Named<LongFunction<Fault>>> changes() {
		return Stream.of(Named.of("corrupted", Fault::corruptAfter), Named.of("duplicated", Fault::duplicateAfter));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void refusesBytesThatWereChangedWhileConnectionIsMade(LongFunction<Fault> fault) {
		unpooled(SecuredApplication.ONE_SECOND).run((context) -> {
			for (long position : new long[] { 0, 20, 200, 1500,
					SecuredApplication.bytesUntilReady(this.server) - 300 }) {
				assertFailsOnlyUnder(fault.apply(position), context);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noticesBytesThatWereChangedInResult(boolean corrupted) throws Exception {
		long position = SecuredApplication.bytesUntilReady(this.server) + 5000;
		this.route.proxy().inject(corrupted ? Fault.corruptAfter(position) : Fault.duplicateAfter(position));
		unpooled("socketTimeout=5").run((context) -> {
			try (Connection connection = SecuredApplication.connect(context)) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> readMuch(connection));
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noticesEndWithinRecordOfResult(boolean reset) throws Exception {
		long position = SecuredApplication.bytesUntilReady(this.server) + 5000;
		this.route.proxy().inject(reset ? Fault.resetAfter(position) : Fault.closeAfter(position));
		unpooled("").run((context) -> {
			try (Connection connection = SecuredApplication.connect(context)) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> readMuch(connection));
			}
		});
	}

	@Test
	void connectsOverSlowNetwork() {
		this.route.proxy().inject(Fault.latency(Duration.ofMillis(50)));
		unpooled("connectTimeout=5").run((context) -> {
			new JdbcTemplate(context.getBean(DataSource.class)).execute("select 1");
			assertThat(SecuredApplication.failures(context)).isZero();
		});
	}

	@Test
	void waitsForWhatComesWithinTheLimit() {
		unpooled("connectTimeout=2").run((context) -> {
			for (ConnectionAttempt attempt : attempts(context, (stage) -> Fault.delayAfter(stage, UNDER_THE_LIMIT))) {
				assertThat(attempt.await()).isNull();
			}
			assertThat(SecuredApplication.failures(context)).isZero();
		});
	}

	@Test
	void waitsNoLongerThanTheLimit() {
		unpooled(SecuredApplication.ONE_SECOND).run((context) -> {
			for (ConnectionAttempt attempt : attempts(context, (stage) -> Fault.delayAfter(stage, LONG))) {
				assertThat(attempt.await()).isNotNull();
			}
			this.route.proxy().inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	// Each byte is in time, all of them together are not
	@Test
	void waitsNoLongerThanTheLimitForServerThatSendsByteByByte() {
		unpooled(SecuredApplication.ONE_SECOND + "&loginTimeout=2").run((context) -> {
			for (ConnectionAttempt attempt : attempts(context, (stage) -> Fault.trickleAfter(stage, SHORT))) {
				assertThat(attempt.await()).isNotNull();
			}
			this.route.proxy().inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	// In the answer to the question for TLS, in the certificates, in the login
	private List<ConnectionAttempt> attempts(ApplicationContext context, LongFunction<Fault> fault) throws Exception {
		List<ConnectionAttempt> attempts = new ArrayList<>();
		for (long stage : new long[] { 0, 1000, SecuredApplication.bytesUntilReady(this.server) - 300 }) {
			this.route.proxy().inject(fault.apply(stage));
			attempts.add(ConnectionAttempt.start(context.getBean(DataSource.class)));
			this.route.proxy().awaitBytes(attempts.size(), 0);
		}
		return attempts;
	}

	@Test
	void poolRecoversFromConnectionsThatWereReset() {
		pooled("").withPropertyValues("spring.datasource.hikari.maximum-pool-size=4").run((context) -> {
			for (int i = 0; i < 5; i++) {
				ManyThreads.run(8, () -> query(context), 30);
				assertThat(this.route.proxy().resetAll()).isPositive();
			}
			Awaitility.await().until(() -> query(context));
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void poolRecoversFromConnectionsThatFellSilent() {
		pooled("socketTimeout=1")
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.connection-timeout=10000")
			.run((context) -> {
				try (Connection connection = SecuredApplication.connect(context)) {
					this.route.proxy().silenceAll();
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> readMuch(connection));
				}
				Awaitility.await().until(() -> query(context));
			});
	}

	private void assertFailsOnlyUnder(Fault fault, ApplicationContext context) throws SQLException {
		long failures = SecuredApplication.failures(context);
		this.route.proxy().inject(fault);
		assertThatExceptionOfType(SQLException.class).as(fault.toString())
			.isThrownBy(() -> SecuredApplication.connect(context));
		assertThat(SecuredApplication.health(context).getStatus()).as(fault.toString()).isEqualTo(Status.DOWN);
		assertThat(SecuredApplication.failures(context)).as(fault.toString()).isGreaterThan(failures);
		this.route.proxy().inject(Fault.NONE);
		SecuredApplication.connect(context).close();
		assertThat(SecuredApplication.health(context).getStatus()).as(fault.toString()).isEqualTo(Status.UP);
	}

	private ApplicationContextRunner unpooled(String parameters) {
		return SecuredApplication.unpooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters));
	}

	private ApplicationContextRunner pooled(String parameters) {
		return SecuredApplication.pooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters));
	}

	private static boolean query(ApplicationContext context) {
		try (Connection connection = SecuredApplication.connect(context);
				Statement statement = connection.createStatement()) {
			return statement.execute("select 1");
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static void readMuch(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select repeat('x', 100000)")) {
			result.next();
		}
	}

}

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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.github.azurepostgrestls.test.AzureHosts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that change from one connection to the next.
 *
 * @author the azure-postgres-tls contributors
 */
class RogueSwapTests {

	private static final String DATA_SOURCE = "swapped";

	private static final Script GENUINE = Script.tls13(RogueCertificates.GENUINE,
			(tls) -> PostgresBackend.startUp(tls).serve());

	private static final Script GENUINE_TLS12 = Script.tls12(RogueCertificates.GENUINE,
			(tls) -> PostgresBackend.startUp(tls).serve());

	private static final Script REPLAYED = Script.tls13(RogueCertificates.REPLAYED, TlsServer::shakeHands);

	private static final Script STALLED = Script.onClientHello((connection) -> {
	});

	private static final Script REFUSING = Script.onSslRequest((connection) -> connection.send('N'));

	private static final Script OLD = Script.onClientHello((connection) -> connection.send(TlsRecords.fatalAlert(70)));

	@Test
	void refusesReplayedChainAfterTheGenuineServer() throws Exception {
		run(List.of(GENUINE, REPLAYED), (context, log) -> {
			connect(context).close();
			assertFails(context, RogueCase.HANDSHAKE_FAILED);
			assertThat(errors(log)).hasSize(1);
		});
	}

	@Test
	void refusesReplayedChainAfterTheGenuineServerInTls12() throws Exception {
		run(List.of(GENUINE_TLS12, Script.tls12(RogueCertificates.REPLAYED, TlsServer::shakeHands)), (context, log) -> {
			connect(context).close();
			assertFails(context, RogueCase.HANDSHAKE_FAILED);
			assertThat(errors(log)).hasSize(1);
		});
	}

	@Test
	void keepsTheGenuineConnectionWhileAnotherServerAnswers() throws Exception {
		run(List.of(GENUINE, REPLAYED), (context, log) -> {
			try (Connection living = connect(context)) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
				Health health = Attempt.health(context);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("connections", 1)
					.hasEntrySatisfying("reason",
							(reason) -> assertThat(reason).hasToString(RogueCase.HANDSHAKE_FAILED));
				assertThat(living.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void connectsOnceAStalledServerIsReplaced() throws Exception {
		run(List.of(STALLED, GENUINE), (context, log) -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertIsUpWhileConnected(context);
			assertThat(Attempt.failures(context)).containsOnlyKeys(RogueCase.TIMED_OUT);
			assertThat(errors(log)).hasSize(1);
		});
	}

	@Test
	void logsAFailureAgainAfterTheServerWasVerified() throws Exception {
		run(List.of(REFUSING, REFUSING, GENUINE, REFUSING), (context, log) -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			assertThat(errors(log)).hasSize(1);
			assertIsUpWhileConnected(context);
			assertFails(context, RogueCase.REFUSED_TLS);
			assertThat(errors(log)).hasSize(2);
		});
	}

	@Test
	void logsEachReasonOfAServerThatFailsInTurns() throws Exception {
		run(List.of(REFUSING, OLD, REPLAYED, REFUSING, OLD, REPLAYED), (context, log) -> {
			for (int i = 0; i < 6; i++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
			}
			assertThat(Attempt.failures(context)).containsOnlyKeys(RogueCase.REFUSED_TLS, RogueCase.TOO_OLD,
					RogueCase.HANDSHAKE_FAILED);
			assertThat(errors(log)).hasSize(3);
		});
	}

	@Test
	void refusesAnOlderProtocolAfterTheGenuineServer() throws Exception {
		run(List.of(GENUINE, OLD), (context, log) -> {
			connect(context).close();
			assertFails(context, RogueCase.TOO_OLD);
		});
	}

	private static void run(List<Script> scripts, Scenario scenario) throws Exception {
		try (LogRecorder log = new LogRecorder(); RogueServer server = new RogueServer(scripts)) {
			String url = "jdbc:postgresql://%s:%d/%s?connectTimeout=1".formatted(AzureHosts.SERVER, server.port(),
					Attempt.DATABASE);
			Attempt.contextRunner(DATA_SOURCE, url).run((context) -> scenario.run(context, log));
			assertThat(server.connections()).isNotEmpty().allMatch(RogueConnection::isOnlyTls);
			assertThat(server.errors()).isEmpty();
		}
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static void assertFails(ApplicationContext context, String reason) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context));
		Health health = Attempt.health(context);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).doesNotContainKey("connections")
			.hasEntrySatisfying("reason", (actual) -> assertThat(actual).hasToString(reason));
	}

	private static void assertIsUpWhileConnected(ApplicationContext context) throws SQLException {
		try (Connection connection = connect(context)) {
			assertThat(Attempt.health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(connection.isValid(1)).isTrue();
		}
	}

	private static List<String> errors(LogRecorder log) {
		return log.linesOf(DATA_SOURCE)
			.stream()
			.filter((line) -> line.level().equals("ERROR"))
			.map(Outcome.LogLine::message)
			.toList();
	}

	/**
	 * Steps of the application.
	 */
	private interface Scenario {

		void run(ApplicationContext context, LogRecorder log) throws Exception;

	}

}

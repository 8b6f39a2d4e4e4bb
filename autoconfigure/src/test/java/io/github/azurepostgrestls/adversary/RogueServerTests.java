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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.azurepostgrestls.adversary.Outcome.LogLine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter against servers that misbehave at each step of a connection. All are
 * connected to first, many at the same time because most only wait, and then each is
 * looked at.
 *
 * @author the azure-postgres-tls contributors
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RogueServerTests {

	private static final List<RogueCase> CASES = Stream
		.of(ControlCases.all(), TcpCases.all(), SslRequestCases.all(), FirstRecordCases.all(), Tls12Cases.all(),
				Tls13HelloCases.all(), Tls13Cases.all(), DirectCases.all(), StartupCases.all(), TextCases.all())
		.flatMap((group) -> group)
		.toList();

	private static final int AT_THE_SAME_TIME = 16;

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final int LONGEST_LINE = 4000;

	private static final int LONGEST_DESCRIPTION = 2000;

	private static final int LONGEST_HEALTH = 60_000;

	// Control, format (which changes directions) and separator characters
	private static final String HARMFUL = "(?s).*[\\p{Cc}\\p{Cf}\\u2028\\u2029].*";

	private final Map<String, Future<Outcome>> outcomes = new LinkedHashMap<>();

	private final LogRecorder log = new LogRecorder();

	@BeforeAll
	void connectToAll() {
		ExecutorService pool = Executors.newFixedThreadPool(AT_THE_SAME_TIME);
		for (RogueCase rogue : CASES) {
			Attempt attempt = new Attempt("dataSource" + this.outcomes.size(), rogue, client(), this.log);
			this.outcomes.put(rogue.name(), pool.submit(attempt::run));
		}
		pool.shutdown();
	}

	Client client() {
		return Client.JDBC;
	}

	@AfterAll
	void stopRecording() {
		this.log.close();
	}

	static Stream<RogueCase> cases() {
		return CASES.stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void followsItsScript(RogueCase rogue) throws Exception {
		assertThat(outcome(rogue).errors()).as(rogue.name()).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void sendsNothingInTheClear(RogueCase rogue) throws Exception {
		assertThat(outcome(rogue).connections()).as(rogue.name())
			.allMatch(RogueConnection::isOnlyTls)
			.noneMatch((connection) -> connection.receivedAny(Attempt.markers()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void endsInTime(RogueCase rogue) throws Exception {
		assertThat(outcome(rogue).duration()).as(rogue.name()).isLessThan(LIMIT);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void givesAConnectionToAGenuineServerOnly(RogueCase rogue) throws Exception {
		Outcome outcome = outcome(rogue);
		if (rogue.isGenuine()) {
			assertThat(outcome.failure()).as(rogue.name()).isNull();
			assertThat(outcome.health().getStatus()).as(rogue.name()).isEqualTo(Status.UP);
			assertThat(outcome.health().getDetails()).as(rogue.name()).containsEntry("connections", 1);
			assertThat(outcome.failures()).as(rogue.name()).isEmpty();
		}
		else {
			assertThat(outcome.failure()).as(rogue.name()).isNotNull();
			assertThat(outcome.health().getStatus()).as(rogue.name()).isEqualTo(Status.DOWN);
			assertThat(outcome.health().getDetails()).as(rogue.name())
				.doesNotContainKeys("connections", "certificateChain");
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void givesTheReason(RogueCase rogue) throws Exception {
		if (!rogue.isGenuine()) {
			Outcome outcome = outcome(rogue);
			String reason = text(outcome, "reason");
			assertThat(reason).as(rogue.name()).isIn(rogue.reasons());
			assertThat(outcome.failures()).as(rogue.name()).containsOnlyKeys(reason);
			assertThat(rogue.described()).as("%s: %s", rogue, text(outcome, "description"))
				.allMatch(text(outcome, "description")::contains);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void throwsTheReason(RogueCase rogue) throws Exception {
		Exception failure = outcome(rogue).failure();
		if (failure != null && client().throwsReasonsOf(rogue)) {
			String message = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
			assertThat(rogue.reasons()).as("%s: %s", rogue, message)
				.anyMatch((reason) -> message.contains("(%s)".formatted(reason)));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void showsThePresentedChain(RogueCase rogue) throws Exception {
		if (rogue.presentsChain()) {
			assertThat(outcome(rogue).health().getDetails()).as(rogue.name()).containsKey("presentedChain");
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void logsTheFailureOnce(RogueCase rogue) throws Exception {
		List<String> errors = outcome(rogue).logged()
			.stream()
			.filter((line) -> line.level().equals("ERROR"))
			.map(LogLine::message)
			.toList();
		if (rogue.isGenuine()) {
			assertThat(errors).as(rogue.name()).isEmpty();
		}
		else if (rogue.isVerified()) {
			// A refused login, but nothing where the server only breaks off
			assertThat(errors).as(rogue.name()).hasSizeLessThanOrEqualTo(1);
			assertThat(rogue.reasons()).as(rogue.name())
				.satisfiesAnyOf((reasons) -> assertThat(errors).isEmpty(), (reasons) -> assertThat(reasons)
					.anyMatch((reason) -> errors.get(0).contains("connection (%s)".formatted(reason))));
		}
		else {
			assertThat(errors).as(rogue.name())
				.singleElement()
				.matches((error) -> rogue.reasons()
					.stream()
					.anyMatch((reason) -> error.contains("no secure connection (%s)".formatted(reason))));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void escapesAndCutsWhatTheServerWrote(RogueCase rogue) throws Exception {
		Outcome outcome = outcome(rogue);
		assertThat(outcome.logged()).extracting(LogLine::message)
			.as(rogue.name())
			.allMatch((line) -> line.length() <= LONGEST_LINE)
			.noneMatch((line) -> line.matches(HARMFUL));
		assertThat(String.valueOf(outcome.health().getDetails())).as(rogue.name())
			.doesNotMatch(HARMFUL)
			.hasSizeLessThanOrEqualTo(LONGEST_HEALTH);
		assertThat(text(outcome, "description")).as(rogue.name()).hasSizeLessThanOrEqualTo(LONGEST_DESCRIPTION);
		assertThat(text(outcome, "action")).as(rogue.name()).hasSizeLessThanOrEqualTo(LONGEST_DESCRIPTION);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void leavesNoConnectionBehind(RogueCase rogue) throws Exception {
		assertThat(outcome(rogue).allClosed()).as(rogue.name()).isTrue();
	}

	private Outcome outcome(RogueCase rogue) throws Exception {
		try {
			return this.outcomes.get(rogue.name()).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("No outcome of '%s'".formatted(rogue), ex.getCause());
		}
	}

	private static String text(Outcome outcome, String detail) {
		return String.valueOf(outcome.health().getDetails().get(detail));
	}

}

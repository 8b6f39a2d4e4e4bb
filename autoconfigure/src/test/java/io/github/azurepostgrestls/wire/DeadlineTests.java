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

package io.github.azurepostgrestls.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Deadline}.
 *
 * @author the azure-postgres-tls contributors
 */
class DeadlineTests {

	private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

	@Test
	void leavesLessAsTimePasses() throws Exception {
		Deadline deadline = startedAgo(Duration.ofSeconds(20));
		assertThat(deadline.timeout(0)).isBetween(1, 40_000);
		assertThat(deadline.timeout(50_000)).isBetween(1, 40_000);
		assertThat(deadline.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(20)).isLessThan(ONE_MINUTE);
	}

	@Test
	void leavesAShorterWaitAsItIs() throws Exception {
		assertThat(startedAgo(Duration.ZERO).timeout(500)).isEqualTo(500);
	}

	// A time-out of 0 would mean none
	@Test
	void isOverInItsLastMillisecond() {
		Duration limit = Duration.ofMillis(1).minusNanos(1);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> Deadline.in(limit).timeout(0))
			.withMessage("The server was not verified within %s", limit);
	}

	@Test
	void isOverWhenItHasPassed() {
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> startedAgo(Duration.ofMinutes(2)).timeout(500))
			.withMessage("The server was not verified within PT1M");
	}

	@Test
	void mayBeFurtherAwayThanASocketCanWait() throws Exception {
		assertThat(Deadline.in(Duration.ofDays(365)).timeout(0)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void comesSoonerWithAShorterWait() throws Exception {
		Deadline deadline = startedAgo(Duration.ofSeconds(20)).atMost(5_000);
		assertThat(deadline.limit()).isBetween(Duration.ofSeconds(25), ONE_MINUTE.minusMillis(1));
		assertThat(deadline.timeout(0)).isBetween(1, 5_000);
	}

	@Test
	void staysWithALongerWaitOrNone() {
		Deadline deadline = startedAgo(Duration.ofSeconds(20));
		assertThat(deadline.atMost(50_000)).isSameAs(deadline);
		assertThat(deadline.atMost(0)).isSameAs(deadline);
	}

	private static Deadline startedAgo(Duration elapsed) {
		return new Deadline(System.nanoTime() - elapsed.toNanos(), ONE_MINUTE);
	}

}

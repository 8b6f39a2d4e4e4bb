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

package io.github.azurepostgrestls.actuate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LateHealthIndicator}.
 *
 * @author the azure-postgres-tls contributors
 */
class LateHealthIndicatorTests {

	private final AtomicInteger created = new AtomicInteger();

	private final HealthIndicator substitute = () -> Health.unknown().build();

	@Test
	void isTheSubstituteUntilThereIsSomethingToIndicate() {
		AtomicReference<HealthIndicator> later = new AtomicReference<>();
		LateHealthIndicator late = new LateHealthIndicator(later::get, this.substitute);
		assertThat(statusOf(late)).isEqualTo(Status.UNKNOWN);
		later.set(up());
		assertThat(statusOf(late)).isEqualTo(Status.UP);
	}

	// The second asks while the first is still looking
	@Test
	void isOneForTwoWhoAskAtOnce() {
		AtomicReference<Thread> second = new AtomicReference<>();
		AtomicReference<LateHealthIndicator> late = new AtomicReference<>();
		late.set(new LateHealthIndicator(() -> {
			Thread thread = new Thread(() -> statusOf(late.get()));
			if (second.compareAndSet(null, thread)) {
				thread.start();
				await().until(() -> thread.getState() == Thread.State.BLOCKED || !thread.isAlive());
			}
			return up();
		}, this.substitute));
		assertThat(statusOf(late.get())).isEqualTo(Status.UP);
		await().until(() -> !second.get().isAlive());
		assertThat(this.created).hasValue(1);
	}

	private HealthIndicator up() {
		this.created.incrementAndGet();
		return () -> Health.up().build();
	}

	private static Status statusOf(LateHealthIndicator late) {
		Health health = late.health();
		assertThat(health).isNotNull();
		return health.getStatus();
	}

}

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
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.azurepostgrestls.concurrent.NewThread;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application under load on a network on which anything may happen at any time.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class RandomFaultsTests {

	private static final int THREADS = 8;

	private static final int FAULTS = 150;

	private final AtomicBoolean running = new AtomicBoolean(true);

	private final AtomicLong attempts = new AtomicLong();

	private final AtomicLong queries = new AtomicLong();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void applicationRecoversAndSendsOnlyTls(long seed, TlsPostgres server) throws Exception {
		Random random = new Random(seed);
		long ready = SecuredApplication.bytesUntilReady(server);
		ProcessResources before = ProcessResources.now();
		List<Recording> recordings;
		try (RecordingProxy recorder = RecordingProxy.start(server.port());
				FaultyProxy proxy = FaultyProxy.start(recorder.port())) {
			SecuredApplication.pooled(server, SecuredApplication.url(proxy.port(), SecuredApplication.ONE_SECOND))
				.withPropertyValues("spring.datasource.hikari.maximum-pool-size=4",
						"spring.datasource.hikari.connection-timeout=1000")
				.run((context) -> {
					CompletableFuture<List<Boolean>> load = CompletableFuture.supplyAsync(() -> query(context),
							NewThread.PER_TASK);
					for (int i = 0; i < FAULTS; i++) {
						proxy.inject(fault(random, ready));
						interfere(random, proxy);
						long attempt = this.attempts.get();
						Awaitility.await().until(() -> this.attempts.get() > attempt);
					}
					proxy.inject(Fault.NONE);
					proxy.resetAll();
					long done = this.queries.get();
					Awaitility.await().until(() -> this.queries.get() > done + 1000);
					this.running.set(false);
					assertThat(load).succeedsWithin(Duration.ofSeconds(30));
					assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.UP);
				});
			recordings = recorder.recordings();
		}
		assertThat(recordings).hasSizeGreaterThan(FAULTS / 10).allMatch(Recording::isOnlyTls);
		before.awaitNothingMore();
	}

	private static Fault fault(Random random, long ready) {
		long position = random.nextLong(ready + 2000);
		return switch (random.nextInt(8)) {
			case 0 -> Fault.stallAfter(position);
			case 1 -> Fault.closeAfter(position);
			case 2 -> Fault.resetAfter(position);
			case 3 -> Fault.corruptAfter(position);
			case 4 -> Fault.duplicateAfter(position);
			case 5 -> Fault.delayAfter(position, Duration.ofMillis(random.nextInt(500)));
			case 6 -> Fault.latency(Duration.ofMillis(random.nextInt(50)));
			default -> Fault.NONE;
		};
	}

	private static void interfere(Random random, FaultyProxy proxy) {
		switch (random.nextInt(4)) {
			case 0 -> proxy.resetAll();
			case 1 -> proxy.silenceAll();
			default -> {
			}
		}
	}

	private List<Boolean> query(ApplicationContext context) {
		try {
			return ManyThreads.run(THREADS, () -> {
				while (this.running.get()) {
					queryOnce(context);
					this.attempts.incrementAndGet();
				}
				return true;
			}, 600);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void queryOnce(ApplicationContext context) {
		try (Connection connection = SecuredApplication.connect(context);
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(5);
			statement.execute("select repeat('x', 1000)");
			this.queries.incrementAndGet();
		}
		catch (SQLException ex) {
			// Faults are meant to fail queries; that nothing else happens is what counts
		}
	}

}

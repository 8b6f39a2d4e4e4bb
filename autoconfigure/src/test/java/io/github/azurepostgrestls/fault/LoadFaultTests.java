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

import java.sql.SQLException;
import java.util.List;

import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that want connections of a server which has stalled: after TCP's accept,
 * after its answer to the question for TLS, within its certificates.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class LoadFaultTests {

	private static final int THREADS = 200;

	// Far above the time-out of a connection, far below what a thread that hangs takes
	private static final int LIMIT_SECONDS = 30;

	private TlsPostgres server;

	private ProcessResources before;

	@BeforeEach
	void remember(TlsPostgres shared) {
		this.server = shared;
		this.before = ProcessResources.now();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 1000 })
	void everyThreadLeavesStalledServerInTimeAndNothingIsLeft(long stage, CapturedOutput output) throws Exception {
		try (FaultyProxy proxy = FaultyProxy.start(this.server.port())) {
			proxy.inject(Fault.stallAfter(stage));
			unpooled(proxy, "connectTimeout=2&sslResponseTimeout=2000").run((context) -> {
				List<Boolean> refused = ManyThreads.run(THREADS, () -> isRefused(context), LIMIT_SECONDS);
				assertThat(refused).hasSize(THREADS).containsOnly(true);
				assertThat(proxy.accepted()).isEqualTo(THREADS);
				assertThat(SecuredApplication.failures(context)).isEqualTo(THREADS);
				assertThat(output).containsOnlyOnce(SecuredApplication.FAILURE_LOG);
				proxy.awaitNoneOpen();
				proxy.inject(Fault.NONE);
				SecuredApplication.connect(context).close();
			});
		}
		this.before.awaitNothingMore();
	}

	@Test
	void everyThreadLeavesPoolOfStalledServerInTimeAndNothingIsLeft() throws Exception {
		try (FaultyProxy proxy = FaultyProxy.start(this.server.port())) {
			proxy.inject(Fault.stallAfter(1));
			SecuredApplication.pooled(this.server, SecuredApplication.url(proxy.port(), "connectTimeout=1"))
				.withPropertyValues("spring.datasource.hikari.initialization-fail-timeout=-1",
						"spring.datasource.hikari.connection-timeout=1000")
				.run((context) -> {
					assertThat(ManyThreads.run(THREADS, () -> isRefused(context), LIMIT_SECONDS)).containsOnly(true);
					proxy.inject(Fault.NONE);
					Awaitility.await().until(() -> !isRefused(context));
				});
		}
		this.before.awaitNothingMore();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 1000 })
	void healthOfStalledServerLooksOnceHoweverOftenItIsAsked(long stage) throws Exception {
		try (FaultyProxy proxy = FaultyProxy.start(this.server.port())) {
			proxy.inject(Fault.stallAfter(stage));
			unpooled(proxy, SecuredApplication.ONE_SECOND).run((context) -> {
				List<Health> healths = ManyThreads.run(THREADS, () -> SecuredApplication.health(context),
						LIMIT_SECONDS);
				assertThat(healths).noneMatch((health) -> health.getStatus().equals(Status.UP));
				assertThat(healths).anyMatch((health) -> health.getStatus().equals(Status.DOWN));
				// A thread that starts late may find that the first look has ended
				assertThat(proxy.accepted()).isBetween(1, 3);
			});
		}
		this.before.awaitNothingMore();
	}

	@Test
	void healthEndsWithinItsOwnLimit() throws Exception {
		try (FaultyProxy proxy = FaultyProxy.start(this.server.port())) {
			proxy.inject(Fault.stallAfter(1));
			unpooled(proxy, "connectTimeout=60").withPropertyValues("management.health.azurepostgrestls.timeout=1s")
				.run((context) -> {
					List<Health> healths = ManyThreads.run(THREADS, () -> SecuredApplication.health(context),
							LIMIT_SECONDS);
					assertThat(healths).noneMatch((health) -> health.getStatus().equals(Status.UP));
				});
		}
		this.before.awaitNothingMore();
	}

	private ApplicationContextRunner unpooled(FaultyProxy proxy, String parameters) {
		return SecuredApplication.unpooled(this.server, SecuredApplication.url(proxy.port(), parameters));
	}

	private static boolean isRefused(ApplicationContext context) {
		try {
			SecuredApplication.connect(context).close();
			return false;
		}
		catch (SQLException ex) {
			return true;
		}
	}

}

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

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Thousands of connections that fail, as while a server is down over night, and what is
 * left of them.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ManyFailuresTests {

	private static final int THREADS = 4;

	private static final int SERVERS = 4;

	// Until the driver has seen each server fail it leaves out one or the other
	private static final int WARM_UP = 512;

	private static final int FAILURES = 10_000;

	// A tenth of a kilobyte for each failure
	private static final long TOLERATED_GROWTH = 1_000_000;

	private TlsPostgres server;

	private ProcessResources before;

	@BeforeEach
	void presentAnotherRoot(TlsPostgres shared) throws Exception {
		this.server = shared;
		shared.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		this.before = ProcessResources.now();
	}

	@Test
	void thousandsOfFailuresLeaveNothing(CapturedOutput output) throws Exception {
		try (ServerWithoutTls refusing = ServerWithoutTls.start();
				FaultyProxy breaking = FaultyProxy.start(this.server.port())) {
			breaking.inject(Fault.closeAfter(1000));
			String url = "jdbc:postgresql://%1$s:%2$d,%1$s:%3$d,%1$s:%4$d,%1$s:%5$d/%6$s?connectTimeout=10".formatted(
					AzureHosts.SERVER, UnusedPort.find(), refusing.port(), breaking.port(), this.server.port(),
					TlsPostgres.DATABASE);
			SecuredApplication.unpooled(this.server, url).run((context) -> {
				fail(context, WARM_UP);
				breaking.awaitNoneOpen();
				LiveObjects objects = LiveObjects.now();
				long failures = SecuredApplication.failures(context);
				fail(context, FAILURES);
				breaking.awaitNoneOpen();
				objects.awaitGrowthBelow(TOLERATED_GROWTH);
				assertThat(SecuredApplication.failures(context) - failures).isEqualTo(FAILURES);
				assertThat(output.getAll().split(SecuredApplication.FAILURE_LOG, -1)).hasSize(SERVERS + 1);
			});
		}
		this.before.awaitNothingMore();
	}

	private static void fail(ApplicationContext context, int failures) throws Exception {
		ManyThreads.run(THREADS, () -> {
			for (int i = 0; i < failures / SERVERS / THREADS; i++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SecuredApplication.connect(context));
			}
			return true;
		}, 600);
	}

}

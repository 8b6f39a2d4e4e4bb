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

import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many application contexts, one after the other, and what is left of them.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class ManyContextsTests {

	private static final int WARM_UP = 10;

	private static final int CONTEXTS = 50;

	// A context that stays has a pool and certificates, and is larger than that
	private static final long TOLERATED_GROWTH = CONTEXTS * 20_000L;

	@Test
	void contextsLeaveNothing(TlsPostgres server) {
		openAndClose(server, WARM_UP);
		ProcessResources before = ProcessResources.now();
		LiveObjects objects = LiveObjects.now();
		openAndClose(server, CONTEXTS);
		before.awaitNothingMore();
		objects.awaitGrowthBelow(TOLERATED_GROWTH);
	}

	private static void openAndClose(TlsPostgres server, int contexts) {
		for (int i = 0; i < contexts; i++) {
			SecuredApplication.pooled(server, SecuredApplication.url(server.port(), "")).run((context) -> {
				SecuredApplication.connect(context).close();
				assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.UP);
			});
		}
	}

}

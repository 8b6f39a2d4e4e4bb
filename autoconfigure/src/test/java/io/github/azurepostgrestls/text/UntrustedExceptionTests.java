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

package io.github.azurepostgrestls.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UntrustedException}.
 *
 * @author the azure-postgres-tls contributors
 */
class UntrustedExceptionTests {

	@Test
	void keepsWhatIsHarmless() {
		IOException harmless = new IOException("Remote host terminated the handshake", new EOFException());
		assertThat(UntrustedException.harmless(harmless)).isSameAs(harmless);
	}

	@Test
	void standsForEachOfAChainInWhichOneIsHarmful() {
		IOException failure = new IOException("failed", new IOException("x\r\n2026-01-01 INFO forged: verified"));
		Throwable shown = UntrustedException.harmless(failure);
		assertThat(shown).hasMessage("java.io.IOException: failed");
		assertThat(shown.getStackTrace()).isEqualTo(failure.getStackTrace());
		StringWriter trace = new StringWriter();
		shown.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).contains("x\\u000D\\u000A2026-01-01 INFO forged: verified")
			.doesNotContain("\n2026-01-01");
	}

}

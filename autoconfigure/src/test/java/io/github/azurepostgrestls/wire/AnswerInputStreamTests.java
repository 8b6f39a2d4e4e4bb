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

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AnswerInputStream}.
 *
 * @author the azure-postgres-tls contributors
 */
class AnswerInputStreamTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void handsTheAgreementToTheDriver() throws Exception {
		try (GuardedPair pair = ask()) {
			pair.server().getOutputStream().write('S');
			assertThat(pair.client().getInputStream().read()).isEqualTo('S');
			assertThat(this.security.get().createLayeredSocket(pair.client(), "localhost")).isNotNull();
		}
		assertThat(this.security.failed()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "N", "E", "SS", "S\u0016\u0003", "" })
	void refusesAnyOtherAnswer(String answer) throws Exception {
		try (GuardedPair pair = ask()) {
			pair.server().getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
			pair.server().shutdownOutput();
			assertThatExceptionOfType(TlsRefusedException.class)
				.isThrownBy(() -> pair.client().getInputStream().read(new byte[8]))
				.satisfies((ex) -> {
					assertThat(ex.getServer()).isEqualTo(pair.address());
					assertThat(ex.getAnswer()).asString(StandardCharsets.US_ASCII).isEqualTo(answer);
				});
			assertThat(pair.client().isClosed()).isTrue();
		}
	}

	@Test
	void takesAReadOfNothingForNoAnswer() throws Exception {
		try (GuardedPair pair = ask()) {
			pair.server().getOutputStream().write('S');
			InputStream input = pair.client().getInputStream();
			assertThat(input.read(new byte[0])).isZero();
			assertThat(input.read()).isEqualTo('S');
		}
	}

	@Test
	void tellsHowLongItWaitedForTheAnswer() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security, false, Duration.ofMillis(200))) {
			pair.client().getOutputStream().write(FirstPacket.sslRequest());
			assertThatExceptionOfType(ConnectionTimedOutException.class)
				.isThrownBy(() -> pair.client().getInputStream().read())
				.satisfies((ex) -> {
					assertThat(ex.getStage()).isEqualTo(ConnectionStage.SSL_REQUEST);
					assertThat(ex.getElapsed()).isBetween(Duration.ofMillis(150), Duration.ofSeconds(8));
				});
		}
		assertThat(this.security.failed()).singleElement().isInstanceOf(ConnectionTimedOutException.class);
	}

	@Test
	void leavesAFailureThatIsNoAnswerAsItIs() throws Exception {
		try (GuardedPair pair = GuardedPair.of(this.security)) {
			pair.client().setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> pair.client().getInputStream().read());
		}
		assertThat(this.security.failed()).isEmpty();
	}

	@Test
	void readsBytesAsTheyAre() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			pair.server().getOutputStream().write(new byte[] { -1, 0 });
			pair.server().shutdownOutput();
			InputStream input = pair.client().getInputStream();
			assertThat(input.read()).isEqualTo(255);
			assertThat(input.read()).isZero();
			assertThat(input.read()).isEqualTo(-1);
		}
	}

	private GuardedPair ask() throws IOException {
		GuardedPair pair = GuardedPair.of(this.security);
		pair.client().getOutputStream().write(FirstPacket.sslRequest());
		return pair;
	}

}

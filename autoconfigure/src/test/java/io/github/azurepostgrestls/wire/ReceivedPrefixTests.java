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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReceivedPrefix}.
 *
 * @author the azure-postgres-tls contributors
 */
class ReceivedPrefixTests {

	private final ReceivedPrefix received = new ReceivedPrefix();

	@Test
	void keepsTheFirstBytesOnly() {
		add("HTTP/1.1 ");
		add("400 Bad Request");
		add("!");
		assertThat(this.received.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 400 Bad");
	}

	@Test
	void keepsWhatWasReadIntoTheMidstOfABuffer() {
		this.received.add("__SE__".getBytes(StandardCharsets.US_ASCII), 2, 2);
		assertThat(this.received.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("SE");
	}

	@Test
	void keepsNothingOfAnEndOfStream() {
		this.received.add(new byte[1], 0, -1);
		this.received.add(new byte[1], 0, 0);
		assertThat(this.received.bytes()).isEmpty();
		assertThat(this.received.startsWith('S')).isFalse();
		assertThat(this.received.isOtherThanTls(0)).isFalse();
	}

	@Test
	void tellsTheAgreementFromOtherAnswers() {
		add("S");
		assertThat(this.received.startsWith('S')).isTrue();
		assertThat(this.received.startsWith('N')).isFalse();
	}

	// ChangeCipherSpec, Alert, Handshake, ApplicationData
	@ParameterizedTest
	@ValueSource(bytes = { 20, 21, 22, 23 })
	void knowsTheRecordsOfTls(byte contentType) {
		this.received.add(new byte[] { contentType, 3, 3 }, 0, 3);
		assertThat(this.received.isOtherThanTls(0)).isFalse();
		assertThat(this.received.isOtherThanTls(1)).isTrue();
		assertThat(this.received.isOtherThanTls(3)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 19, 24, 'E', 'H', -1 })
	void knowsWhatIsNoRecordOfTls(byte first) {
		this.received.add(new byte[] { first }, 0, 1);
		assertThat(this.received.isOtherThanTls(0)).isTrue();
	}

	private void add(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		this.received.add(bytes, 0, bytes.length);
	}

}

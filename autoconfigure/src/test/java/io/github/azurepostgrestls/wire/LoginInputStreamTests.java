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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginInputStream}.
 *
 * @author the azure-postgres-tls contributors
 */
class LoginInputStreamTests {

	private static final byte[] AUTHENTICATION_OK = message('R', new byte[4]);

	private static final byte[] READY = message('Z', new byte[] { 'I' });

	private static final byte[] REFUSED = message('E',
			"SFATAL\0C28P01\0Mpassword authentication failed\0Rauth_failed\0\0".getBytes(StandardCharsets.UTF_8));

	private final List<ServerErrorMessage> refusals = new ArrayList<>();

	private int accepted;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 1000 })
	void seesThatTheLoginWasRefusedHoweverItIsRead(int length) throws IOException {
		read(length, AUTHENTICATION_OK, REFUSED);
		assertThat(this.refusals).singleElement().satisfies((answer) -> {
			assertThat(answer.getSQLState()).isEqualTo("28P01");
			assertThat(answer.getMessage()).isEqualTo("password authentication failed");
			assertThat(answer.getRoutine()).isEqualTo("auth_failed");
		});
		assertThat(this.accepted).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 1000 })
	void takesNoErrorAfterTheLoginForARefusal(int length) throws IOException {
		read(length, AUTHENTICATION_OK, READY, REFUSED, READY);
		assertThat(this.refusals).isEmpty();
		assertThat(this.accepted).isOne();
	}

	@Test
	void passesAllBytesOn() throws IOException {
		byte[] all = concatenate(AUTHENTICATION_OK, READY, REFUSED);
		assertThat(stream(all).readAllBytes()).isEqualTo(all);
	}

	@Test
	void looksAtNothingMoreAfterALengthThatCanNotBe() throws IOException {
		read(8, new byte[] { 'R', -1, -1, -1, -1 }, REFUSED);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void keepsTheBeginningOfAnErrorThatIsTooLong() throws IOException {
		String error = "SFATAL\0C28P01\0M" + "x".repeat(20_000) + "\0\0";
		read(4096, message('E', error.getBytes(StandardCharsets.US_ASCII)));
		assertThat(this.refusals).singleElement().satisfies((refusal) -> {
			assertThat(refusal.getSQLState()).isEqualTo("28P01");
			assertThat(refusal.getMessage()).startsWith("xxx").hasSizeLessThan(20_000);
		});
	}

	@Test
	void looksAtNothingMoreAfterSkippedBytes() throws IOException {
		LoginInputStream in = stream(concatenate(AUTHENTICATION_OK, REFUSED));
		assertThat(in.skip(AUTHENTICATION_OK.length)).isEqualTo(AUTHENTICATION_OK.length);
		assertThat(in.readAllBytes()).isEqualTo(REFUSED);
		assertThat(this.refusals).isEmpty();
	}

	private void read(int length, byte[]... messages) throws IOException {
		LoginInputStream in = stream(concatenate(messages));
		byte[] buffer = new byte[length];
		int count = 0;
		while (count != -1) {
			count = (length == 1) ? Math.min(in.read(), 0) : in.read(buffer, 0, length);
		}
	}

	private LoginInputStream stream(byte[] bytes) {
		return new LoginInputStream(new ByteArrayInputStream(bytes), () -> this.accepted++, this.refusals::add);
	}

	private static byte[] concatenate(byte[]... messages) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] message : messages) {
			all.writeBytes(message);
		}
		return all.toByteArray();
	}

	private static byte[] message(char type, byte[] payload) {
		return ByteBuffer.allocate(5 + payload.length).put((byte) type).putInt(4 + payload.length).put(payload).array();
	}

}

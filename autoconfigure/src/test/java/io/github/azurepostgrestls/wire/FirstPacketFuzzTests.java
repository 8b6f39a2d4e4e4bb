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

import java.nio.ByteBuffer;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the driver writes, only an SSLRequest counts as one, and more bytes never make
 * of a packet what it wasn't.
 *
 * @author the azure-postgres-tls contributors
 */
class FirstPacketFuzzTests {

	private static final int CANCEL_REQUEST_CODE = (1234 << 16) | 5678;

	@FuzzTest
	void onlyAnSslRequestCountsAsOne(byte[] bytes) {
		FirstPacket before = FirstPacket.INCOMPLETE;
		for (int length = 1; length <= Math.min(bytes.length, 300); length++) {
			byte[] packet = Arrays.copyOf(bytes, length);
			FirstPacket now = FirstPacket.of(packet);
			assertJustified(now, packet);
			if (before != FirstPacket.INCOMPLETE) {
				assertThat(now).isEqualTo(FirstPacket.OTHER);
			}
			before = now;
		}
	}

	private static void assertJustified(FirstPacket packet, byte[] bytes) {
		assertThat(packet == FirstPacket.SSL_REQUEST).isEqualTo(Arrays.equals(bytes, FirstPacket.sslRequest()));
		if (packet == FirstPacket.CANCEL_REQUEST) {
			assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(bytes.length);
			assertThat(ByteBuffer.wrap(bytes).getInt(4)).isEqualTo(CANCEL_REQUEST_CODE);
		}
		if (packet == FirstPacket.INCOMPLETE && bytes.length >= 8) {
			assertThat(ByteBuffer.wrap(bytes).getInt()).isGreaterThan(bytes.length);
			assertThat(ByteBuffer.wrap(bytes).getInt(4)).isEqualTo(CANCEL_REQUEST_CODE);
		}
	}

}

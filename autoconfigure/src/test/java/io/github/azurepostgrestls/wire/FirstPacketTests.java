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
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstPacket}.
 *
 * @author the azure-postgres-tls contributors
 */
class FirstPacketTests {

	private static final String SSL_REQUEST = "0000000804d2162f";

	private static final int LARGEST_CANCEL_REQUEST = 268;

	@Test
	void knowsAnSslRequest() {
		assertThat(of(SSL_REQUEST)).isEqualTo(FirstPacket.SSL_REQUEST);
		assertThat(FirstPacket.sslRequest()).isEqualTo(HexFormat.of().parseHex(SSL_REQUEST));
	}

	@ParameterizedTest
	@ValueSource(strings = { SSL_REQUEST + "00", "0000000904d2162f", "0000000704d2162f", "0000000904d2162f00" })
	void refusesAnSslRequestThatCarriesMore(String packet) {
		assertThat(of(packet)).isEqualTo(FirstPacket.OTHER);
	}

	@Test
	void knowsACancelRequestOnlyWhenItIsComplete() {
		byte[] request = cancelRequest(16);
		for (int length = 1; length < request.length; length++) {
			assertThat(FirstPacket.of(Arrays.copyOf(request, length))).isEqualTo(FirstPacket.INCOMPLETE);
		}
		assertThat(FirstPacket.of(request)).isEqualTo(FirstPacket.CANCEL_REQUEST);
		assertThat(FirstPacket.of(Arrays.copyOf(request, request.length + 1))).isEqualTo(FirstPacket.OTHER);
	}

	@Test
	void knowsTheLongestKeyOfACancelRequest() {
		assertThat(FirstPacket.of(cancelRequest(LARGEST_CANCEL_REQUEST))).isEqualTo(FirstPacket.CANCEL_REQUEST);
		assertThat(FirstPacket.of(cancelRequest(LARGEST_CANCEL_REQUEST + 1))).isEqualTo(FirstPacket.OTHER);
	}

	// StartupMessages of protocol 3.0 and 3.2, GSSENCRequest, a ClientHello, text
	@ParameterizedTest
	@ValueSource(strings = { "0000002a00030000757365720061707000", "0000002a00030002757365720061707000",
			"0000000804d21630", "1603010200010001fc0303", "474554202f20485454502f312e31" })
	void knowsNothingElse(String packet) {
		assertThat(of(packet)).isEqualTo(FirstPacket.OTHER);
	}

	private static byte[] cancelRequest(int size) {
		return ByteBuffer.allocate(size).putInt(size).putInt((1234 << 16) | 5678).array();
	}

	private static FirstPacket of(String packet) {
		return FirstPacket.of(HexFormat.of().parseHex(packet));
	}

}

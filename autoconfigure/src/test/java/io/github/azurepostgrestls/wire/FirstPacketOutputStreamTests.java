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
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FirstPacketOutputStream}.
 *
 * @author the azure-postgres-tls contributors
 */
class FirstPacketOutputStreamTests {

	private static final byte[] GSS_REQUEST = ByteBuffer.allocate(8).putInt(8).putInt((1234 << 16) | 5680).array();

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final TestSecurity security = new TestSecurity(authority);

	private GuardedPair pair;

	private OutputStream output;

	@BeforeEach
	void connect() throws IOException {
		this.pair = GuardedPair.of(this.security);
		this.output = this.pair.client().getOutputStream();
	}

	@AfterEach
	void close() throws IOException {
		this.pair.close();
	}

	@Test
	void sendsAnSslRequestOnceItIsWhole() throws Exception {
		for (byte part : FirstPacket.sslRequest()) {
			this.output.write(part);
		}
		assertThat(this.pair.server().getInputStream().readNBytes(8)).isEqualTo(FirstPacket.sslRequest());
	}

	@Test
	void sendsAPartOfABuffer() throws Exception {
		byte[] buffer = ByteBuffer.allocate(10).put((byte) 9).put(FirstPacket.sslRequest()).put((byte) 9).array();
		this.output.write(buffer, 1, 8);
		this.output.write(buffer, 0, 0);
		assertThat(this.pair.server().getInputStream().readNBytes(8)).isEqualTo(FirstPacket.sslRequest());
		assertThat(this.pair.client().isClosed()).isFalse();
	}

	@Test
	void sendsNoGssRequest() throws Exception {
		assertThatExceptionOfType(PlaintextRefusedException.class).isThrownBy(() -> this.output.write(GSS_REQUEST))
			.satisfies((ex) -> assertThat(ex.getServer()).isEqualTo(this.pair.address()));
		assertThat(this.pair.server().getInputStream().readAllBytes()).isEmpty();
	}

	@Test
	void sendsOneSslRequestOnly() throws Exception {
		this.output.write(FirstPacket.sslRequest());
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.output.write(FirstPacket.sslRequest()))
			.withMessage("The connection is ASKED, not NEW");
		this.pair.client().close();
		assertThat(this.pair.server().getInputStream().readAllBytes()).isEqualTo(FirstPacket.sslRequest());
	}

	@Test
	void takesNothingAfterARefusal() {
		assertThatExceptionOfType(PlaintextRefusedException.class).isThrownBy(() -> this.output.write(GSS_REQUEST));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.output.write(GSS_REQUEST))
			.withMessage("Nothing more is sent on this connection");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.output.write(0))
			.withMessage("Nothing more is sent on this connection");
		assertThat(this.security.failed()).hasSize(1);
	}

	@Test
	void closesTheConnection() throws Exception {
		this.output.close();
		assertThat(this.pair.client().isClosed()).isTrue();
		assertThat(this.pair.server().getInputStream().read()).isEqualTo(-1);
	}

	// The driver goes on to the next host where it finds one, and tells of a failure
	// otherwise
	@Test
	void tellsThatTheServerIsGoneBeforeItsAnswer() throws Exception {
		this.pair.client().shutdownOutput();
		assertThatExceptionOfType(ServerUnreachableException.class)
			.isThrownBy(() -> this.output.write(FirstPacket.sslRequest()))
			.satisfies((ex) -> assertThat(ex.getServer()).isEqualTo(this.pair.address()));
		assertThat(this.security.failed()).singleElement().isInstanceOf(ServerUnreachableException.class);
	}

}

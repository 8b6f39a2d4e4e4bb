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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VerifiedSocket}.
 *
 * @author the azure-postgres-tls contributors
 */
class VerifiedSocketTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	// A resumed session would show no certificate, and rest on trust of former times
	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void verifiesTheCertificateOfEachConnectionAlthoughTheServerResumesSessions(String protocol) throws Exception {
		TestSecurity security = new TestSecurity(authority);
		try (JsseServer server = new JsseServer(authority.issue("localhost"), protocol)) {
			for (int i = 0; i < 3; i++) {
				connect(security, server.port());
			}
		}
		assertThat(security.failed()).isEmpty();
		assertThat(security.verified()).hasSize(3)
			.allSatisfy((session) -> assertThat(session.protocol()).isEqualTo(protocol));
	}

	private static void connect(TestSecurity security, int port) throws Exception {
		try (GuardedSocket socket = new GuardedSocket(security.get(), false, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), port), 0);
			try (SSLSocket connection = socket.secure()) {
				assertThat(connection.getInputStream().read()).isEqualTo('!');
			}
		}
	}

}

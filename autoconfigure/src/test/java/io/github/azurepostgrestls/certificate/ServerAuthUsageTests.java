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

package io.github.azurepostgrestls.certificate;

import java.security.cert.X509Certificate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerAuthUsage}.
 *
 * @author the azure-postgres-tls contributors
 */
class ServerAuthUsageTests {

	private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

	private static final String ANY = "2.5.29.37.0";

	@Test
	void isForServersWhereNothingElseIsSaid() {
		assertThat(ServerAuthUsage.isForServers(TestCertificates.issued(TestCertificates.certificate("CN=any"))))
			.isTrue();
	}

	@Test
	void isForServersWhereThatIsOneOfSeveralUses() {
		assertThat(ServerAuthUsage.isForServers(TestCertificates.issued(TestCertificates.certificate("CN=both")
			.addExtendedKeyUsageClientAuth()
			.addExtendedKeyUsageServerAuth()))).isTrue();
	}

	@Test
	void isNotForServersWhereOnlyOtherUsesAreNamed() {
		assertThat(ServerAuthUsage.isForServers(
				TestCertificates.issued(TestCertificates.certificate("CN=clients").addExtendedKeyUsageClientAuth())))
			.isFalse();
		assertThat(ServerAuthUsage
			.isForServers(TestCertificates.issued(TestCertificates.certificate("CN=any").addExtendedKeyUsage(ANY))))
			.isFalse();
	}

	@Test
	void isNotForServersWhereTheUseCannotBeRead() {
		X509Certificate certificate = TestCertificates
			.issued(TestCertificates.unreadable(TestCertificates.certificate("CN=odd"), EXTENDED_KEY_USAGE));
		assertThat(ServerAuthUsage.isForServers(TestCertificates.asBouncyCastleReads(certificate))).isFalse();
	}

}

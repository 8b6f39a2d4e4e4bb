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
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RootAuthority}.
 *
 * @author the azure-postgres-tls contributors
 */
class RootAuthorityTests {

	@Test
	void isTrustedFromItsFirstMomentToItsLast() {
		RootAuthority root = root(TestCertificates.authority("root"));
		Instant first = root.certificate().getNotBefore().toInstant();
		Instant last = root.certificate().getNotAfter().toInstant();
		assertThat(root.problemAt(first)).isNull();
		assertThat(root.problemAt(last)).isNull();
		assertThat(root.problemAt(first.minusMillis(1))).isEqualTo("is valid from %s to %s".formatted(first, last));
		assertThat(root.problemAt(last.plusMillis(1))).isEqualTo("is valid from %s to %s".formatted(first, last));
	}

	@Test
	void saysWhenItIsValidRatherThanWhatItsFlawIs() {
		RootAuthority flawed = new RootAuthority(certificate(TestCertificates.authority("root")), "has a flaw");
		assertThat(flawed.problemAt(Instant.now())).isEqualTo("has a flaw");
		assertThat(flawed.problemAt(Instant.EPOCH)).startsWith("is valid from");
	}

	@Test
	void mayRestrictItsUsageToServers() {
		assertThat(root(TestCertificates.authority("root").addExtendedKeyUsageServerAuth()).flaw()).isNull();
		assertThat(root(TestCertificates.authority("root").addExtendedKeyUsageClientAuth()).flaw())
			.isEqualTo("is not for servers (extendedKeyUsage)");
	}

	@Test
	void mayBeOfVersion1() {
		assertThat(RootAuthority.of(TestCertificates.rootOfVersion1("root").getCertificate()).flaw()).isNull();
	}

	@Test
	void namesUnknownCriticalExtensions() {
		CertificateBuilder certificate = TestCertificates.authority("root")
			.addExtensionOctetString("1.3.6.1.4.1.99999.2", true, new byte[] { 5, 0 })
			.addExtensionOctetString("1.3.6.1.4.1.99999.1", true, new byte[] { 5, 0 });
		assertThat(root(certificate).flaw())
			.isEqualTo("has unknown critical extensions [1.3.6.1.4.1.99999.1, 1.3.6.1.4.1.99999.2]");
	}

	private static RootAuthority root(CertificateBuilder certificate) {
		return RootAuthority.of(certificate(certificate));
	}

	private static X509Certificate certificate(CertificateBuilder certificate) {
		return TestCertificates.selfSigned(certificate).getCertificate();
	}

}

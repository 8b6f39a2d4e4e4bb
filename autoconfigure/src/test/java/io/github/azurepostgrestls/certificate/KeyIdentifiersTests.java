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
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyIdentifiers}.
 *
 * @author the azure-postgres-tls contributors
 */
class KeyIdentifiersTests {

	private final X509Bundle issuer = TestCertificates
		.selfSigned(TestCertificates.identified(TestCertificates.authority("issuer"), 1));

	@Test
	void matchWhereTheyAreTheSame() {
		assertThat(match(TestCertificates.identifying(TestCertificates.server("db.example.com"), 1))).isTrue();
	}

	@Test
	void matchWhereNoneIsGiven() {
		assertThat(match(TestCertificates.server("db.example.com"))).isTrue();
	}

	@Test
	void doNotMatchWhereAnotherKeyIsMeant() {
		assertThat(match(TestCertificates.identifying(TestCertificates.server("db.example.com"), 2))).isFalse();
	}

	// That is for others to find
	@Test
	void matchWhateverElseIsWrong() {
		assertThat(match(TestCertificates.identifying(TestCertificates.server("db.example.com"), 1)
			.notBefore(Instant.now().minus(Duration.ofDays(9)))
			.notAfter(Instant.now().minus(Duration.ofDays(2))))).isTrue();
	}

	private boolean match(CertificateBuilder certificate) {
		X509Certificate issued = TestCertificates.issued(certificate, this.issuer).getCertificate();
		return KeyIdentifiers.match(issued, this.issuer.getCertificate());
	}

}

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

import io.netty.pkitesting.CertificateBuilder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectAlternativeNames}.
 *
 * @author the azure-postgres-tls contributors
 */
class SubjectAlternativeNamesTests {

	private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

	@Test
	void areDnsNamesAndAddressesOnly() {
		CertificateBuilder certificate = TestCertificates.named(TestCertificates.certificate("CN=server"),
				new GeneralName(GeneralName.dNSName, "db.example.com"),
				new GeneralName(GeneralName.rfc822Name, "db@example.com"),
				new GeneralName(GeneralName.uniformResourceIdentifier, "https://db.example.com"),
				new GeneralName(GeneralName.iPAddress, "10.0.0.1"));
		assertThat(SubjectAlternativeNames.of(TestCertificates.issued(certificate))).containsExactly("db.example.com",
				"10.0.0.1");
	}

	@Test
	void areEmptyWithoutAny() {
		assertThat(SubjectAlternativeNames.of(TestCertificates.issued(TestCertificates.certificate("CN=server"))))
			.isEmpty();
	}

	@Test
	void areEmptyWhenTheyCannotBeRead() {
		X509Certificate certificate = TestCertificates
			.issued(TestCertificates.unreadable(TestCertificates.certificate("CN=odd"), SUBJECT_ALTERNATIVE_NAME));
		assertThat(SubjectAlternativeNames.of(TestCertificates.asBouncyCastleReads(certificate))).isEmpty();
	}

}

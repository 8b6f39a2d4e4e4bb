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

package io.github.azurepostgrestls.trust;

import java.security.cert.CertificateException;

import io.netty.pkitesting.CertificateBuilder;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link HostNameRules}.
 *
 * @author the azure-postgres-tls contributors
 */
class HostNameRulesTests {

	@ParameterizedTest
	@CsvSource({ "db.example.com,db.example.com", "db.example.com,DB.Example.COM", "db.example.com,*.example.com",
			"DB.EXAMPLE.COM,*.example.com", "localhost,localhost", "d.example.com,*.example.com" })
	void acceptsTheNameAndAWildcardForTheFirstLabel(String host, String name) {
		assertAccepted(TestCertificates.server(name), host);
	}

	@ParameterizedTest
	@CsvSource({ "db.example.com,other.example.com", "db.example.com,example.com", "db.example.com,.example.com",
			"a.db.example.com,*.example.com", "example.com,*.example.com", "db.example.com,d*.example.com",
			"db.example.com,*b.example.com", "db.example.com,*", "db.example.com,*.*.com", "db.example.com,db.*.com",
			"localhost,*", "localhost,*.localhost", ".example.com,*.example.com", "db.example.com,?.example.com" })
	void refusesOtherNamesAndWildcards(String host, String name) {
		assertRefused(TestCertificates.server(name), host);
	}

	@Test
	void findsTheNameAmongSeveral() {
		assertAccepted(TestCertificates.server("a.example.com", "b.example.com"), "b.example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "::1", "2001:db8::1" })
	void leavesAddressesToJsse(String host) {
		assertAccepted(TestCertificates.server("db.example.com"), host);
	}

	@Test
	void endsTheSearchAtANameWithNul() {
		assertRefused(TestCertificates.server("a\0.example.com", "db.example.com"), "db.example.com");
		assertRefused(TestCertificates.server("\0.example.com", "db.example.com"), "db.example.com");
		assertAccepted(TestCertificates.server("db.example.com", "a\0.example.com"), "db.example.com");
	}

	@Test
	void refusesANameThatContinuesAfterNul() {
		assertRefused(TestCertificates.server("db.example.com\0.example.org"), "db.example.com");
		assertRefused(TestCertificates.server("\0db.example.com"), "db.example.com");
	}

	@Test
	void takesTheCommonNameWhereThereIsNoDnsName() {
		assertAccepted(TestCertificates.certificate("CN=db.example.com"), "db.example.com");
		assertAccepted(TestCertificates.certificate("CN=*.example.com,O=Example"), "db.example.com");
		assertAccepted(TestCertificates.named(TestCertificates.certificate("CN=db.example.com"),
				new GeneralName(GeneralName.iPAddress, "10.0.0.1")), "db.example.com");
		assertAccepted(TestCertificates.named(TestCertificates.certificate("CN=db.example.com"),
				new GeneralName(GeneralName.iPAddress, "2001:db8::1")), "db.example.com");
	}

	@Test
	void passesOverTheCommonNameWhereThereIsADnsName() {
		assertRefused(TestCertificates.named(TestCertificates.certificate("CN=db.example.com"),
				new GeneralName(GeneralName.dNSName, "other.example.com")), "db.example.com");
	}

	@Test
	void takesNothingElseOfTheSubject() {
		assertRefused(TestCertificates.certificate("O=db.example.com"), "db.example.com");
		assertRefused(TestCertificates.certificate("OU=db.example.com,CN=other.example.com"), "db.example.com");
	}

	// The last of its written form, which is in reverse
	@Test
	void takesOneOfSeveralCommonNames() {
		CertificateBuilder certificate = TestCertificates.certificate("CN=a.example.com,CN=b.example.com");
		assertAccepted(certificate, "b.example.com");
		assertRefused(certificate, "a.example.com");
	}

	@Test
	void refusesAnAddressInPlaceOfAName() {
		assertRefused(TestCertificates.server("10.0.0.1"), "db.example.com");
		assertRefused(
				TestCertificates.named(TestCertificates.certificate("CN=other"),
						new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[] { 10, 0, 0, 1 }))),
				"db.example.com");
	}

	private static void assertAccepted(CertificateBuilder certificate, String host) {
		assertThatNoException().isThrownBy(() -> require(certificate, host));
	}

	private static void assertRefused(CertificateBuilder certificate, String host) {
		assertThatExceptionOfType(HostNameMismatchException.class).isThrownBy(() -> require(certificate, host))
			.withMessageContaining(host);
	}

	private static void require(CertificateBuilder certificate, String host) throws CertificateException {
		HostNameRules.require(TestCertificates.issued(certificate), host);
	}

}

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

import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.OptionalInt;

import io.github.azurepostgrestls.certificate.TestCertificates;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RootCertificate}.
 *
 * @author the azure-postgres-tls contributors
 */
class RootCertificateTests {

	private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

	private static final String UNKNOWN = "1.3.6.1.4.1.99999.1";

	private static final byte[] DER_NULL = { 5, 0 };

	@Test
	void isTrustedFromItsFirstMomentToItsLast() {
		RootCertificate root = root(TestCertificates.authority("root"));
		Instant starts = root.certificate().getNotBefore().toInstant();
		Instant ends = root.certificate().getNotAfter().toInstant();
		assertThat(root.problemAt(starts)).isNull();
		assertThat(root.problemAt(ends)).isNull();
		assertThat(root.problemAt(starts.minusSeconds(1))).isEqualTo("is valid from %s to %s", starts, ends);
		assertThat(root.problemAt(ends.plusSeconds(1))).isEqualTo("is valid from %s to %s", starts, ends);
	}

	@Test
	void isTrustedWithoutKeyUsageAndWithUsualExtensions() {
		assertThat(problemOf(TestCertificates.certificate("CN=root").setIsCertificateAuthority(true))).isNull();
		assertThat(problemOf(TestCertificates.authority("root").addExtendedKeyUsageServerAuth())).isNull();
		assertThat(problemOf(TestCertificates.permitting(TestCertificates.authority("root"), "example.com"))).isNull();
	}

	@Test
	void isNotTrustedWithAWeakKey() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		CertificateBuilder weak = TestCertificates.authority("root").publicKey(generator.generateKeyPair().getPublic());
		X509Bundle ofThatName = TestCertificates.selfSigned(TestCertificates.authority("root"));
		RootCertificate root = new RootCertificate(TestCertificates.issued(weak, ofThatName).getCertificate(), "test");
		assertThat(root.problemAt(Instant.now())).isEqualTo("has an RSA key of 1024 bits, which is too weak");
	}

	@Test
	void isNotTrustedWhereItMayNotSignCertificates() {
		assertThat(problemOf(TestCertificates.certificate("CN=root")
			.setIsCertificateAuthority(true)
			.setKeyUsage(true, KeyUsage.cRLSign))).isEqualTo("may not sign certificates (keyUsage)");
	}

	@Test
	void isNotTrustedWhereItIsNotForServers() {
		assertThat(problemOf(TestCertificates.authority("root").addExtendedKeyUsageClientAuth()))
			.isEqualTo("is not for servers (extendedKeyUsage)");
	}

	@Test
	void isNotTrustedWhereItMeansAnotherKeyAsItsOwn() {
		assertThat(problemOf(
				TestCertificates.identifying(TestCertificates.identified(TestCertificates.authority("root"), 1), 2)))
			.isEqualTo("doesn't identify its own key (authorityKeyIdentifier)");
		assertThat(problemOf(
				TestCertificates.identifying(TestCertificates.identified(TestCertificates.authority("root"), 1), 1)))
			.isNull();
	}

	@Test
	void isNotTrustedWithAnExtensionThatCannotBeRead() {
		assertThat(problemOf(TestCertificates.unreadable(TestCertificates.authority("root"), SUBJECT_ALTERNATIVE_NAME)))
			.isEqualTo("has an extension that can't be read (2.5.29.17)");
	}

	@Test
	void isNotTrustedWithUnknownCriticalExtensions() {
		assertThat(problemOf(TestCertificates.authority("root").addExtensionOctetString(UNKNOWN, true, DER_NULL)))
			.isEqualTo("has unknown critical extensions [1.3.6.1.4.1.99999.1]");
		assertThat(problemOf(TestCertificates.authority("root").addExtensionOctetString(UNKNOWN, false, DER_NULL)))
			.isNull();
	}

	@Test
	void isNoRootWhereAnotherIssuedIt() {
		X509Bundle issuer = TestCertificates.selfSigned(TestCertificates.authority("issuer"));
		X509Certificate issued = TestCertificates.issued(TestCertificates.authority("intermediate"), issuer)
			.getCertificate();
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> requireRoot(issued))
			.satisfies((ex) -> {
				assertThat(ex.getMessage())
					.contains("'CN=intermediate', which is no root certificate: 'CN=issuer' issued it");
				assertThat(ex.getAction()).startsWith("Remove it and give the root certificate");
			});
	}

	@Test
	void isNoRootWhereItIsNoAuthority() {
		X509Bundle ofThatName = TestCertificates.selfSigned(TestCertificates.authority("server"));
		X509Certificate server = TestCertificates.issued(TestCertificates.server("db.example.com"), ofThatName)
			.getCertificate();
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> requireRoot(server))
			.withMessageContaining("'CN=server', which is no certificate authority");
	}

	@Test
	void isARootWhereItIsAnAuthorityIssuedByItself() {
		assertThatNoException().isThrownBy(
				() -> requireRoot(TestCertificates.selfSigned(TestCertificates.authority("root")).getCertificate()));
		CertificateBuilder ofServers = TestCertificates.authority("root").setPathLengthConstraint(OptionalInt.of(0));
		assertThatNoException().isThrownBy(() -> requireRoot(TestCertificates.selfSigned(ofServers).getCertificate()));
	}

	private static void requireRoot(X509Certificate certificate) {
		new RootCertificate(certificate, "test")
			.requireRoot((reason, action) -> new InvalidTlsConfigurationException("property", "value", reason, action));
	}

	private static @Nullable String problemOf(CertificateBuilder certificate) {
		return root(certificate).problemAt(Instant.now());
	}

	private static RootCertificate root(CertificateBuilder certificate) {
		return new RootCertificate(TestCertificates.selfSigned(certificate).getCertificate(), "test");
	}

}

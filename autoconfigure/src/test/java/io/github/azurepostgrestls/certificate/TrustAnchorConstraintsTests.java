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

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TrustAnchorConstraints}.
 *
 * @author the azure-postgres-tls contributors
 */
class TrustAnchorConstraintsTests {

	private static final String HOST = "db.example.com";

	@Test
	void refusesACertificateThatMeansAnotherKeyOfItsIssuer() {
		X509Bundle root = root();
		X509Bundle intermediate = TestCertificates
			.issued(TestCertificates.identified(TestCertificates.authority("intermediate"), 1), root);
		X509Bundle server = TestCertificates.issued(TestCertificates.identifying(TestCertificates.server(HOST), 2),
				intermediate);
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> require(server, intermediate, root))
			.withMessageContaining(
					"was issued with another key than its issuer's in the path (authorityKeyIdentifier)");
	}

	@Test
	void refusesAnIntermediateThatMeansAnotherKeyOfTheRoot() {
		X509Bundle root = TestCertificates
			.selfSigned(TestCertificates.identified(TestCertificates.authority("root"), 1));
		X509Bundle intermediate = TestCertificates
			.issued(TestCertificates.identifying(TestCertificates.authority("intermediate"), 2), root);
		X509Bundle server = TestCertificates.issued(TestCertificates.server(HOST), intermediate);
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> require(server, intermediate, root))
			.withMessageContaining("was issued with another key than its issuer's in the path");
	}

	@Test
	void refusesMoreIntermediatesThanTheRootAllows() {
		X509Bundle root = rootAllowing(0);
		X509Bundle intermediate = intermediate("intermediate", root);
		X509Bundle server = TestCertificates.issued(TestCertificates.server(HOST), intermediate);
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> require(server, intermediate, root))
			.withMessageContaining("allows 0 intermediate certificates below it, and there are 1 (basicConstraints)");
	}

	@Test
	void acceptsAsManyIntermediatesAsTheRootAllows() {
		X509Bundle none = rootAllowing(0);
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), none), none);
		X509Bundle one = rootAllowing(1);
		X509Bundle intermediate = intermediate("intermediate", one);
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), intermediate), intermediate, one);
		X509Bundle any = root();
		X509Bundle upper = intermediate("upper", any);
		X509Bundle lower = intermediate("lower", upper);
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), lower), lower, upper, any);
	}

	// RFC 5280, 4.2.1.9: a self-issued certificate doesn't count
	@Test
	void acceptsAnIntermediateOfTheRootsName() {
		X509Bundle root = rootAllowing(0);
		X509Bundle intermediate = intermediate("root", root);
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), intermediate), intermediate, root);
	}

	@Test
	void acceptsARootThatIsTheServersOwn() {
		assertAccepted(TestCertificates.selfSigned(TestCertificates.server(HOST).setIsCertificateAuthority(true)));
	}

	@Test
	void acceptsARootOfVersion1() {
		X509Bundle root = TestCertificates.rootOfVersion1("old root");
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), root), root);
	}

	@Test
	void refusesNamesThatTheRootDoesNotPermit() {
		X509Bundle root = rootPermitting("example.org");
		assertThatExceptionOfType(GeneralSecurityException.class)
			.isThrownBy(() -> require(TestCertificates.issued(TestCertificates.server(HOST), root), root))
			.withMessageContaining("name constraints");
		X509Bundle intermediate = intermediate("intermediate", root);
		assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(
				() -> require(TestCertificates.issued(TestCertificates.server(HOST), intermediate), intermediate, root))
			.withMessageContaining("name constraints");
	}

	@Test
	void acceptsNamesThatTheRootPermits() {
		X509Bundle root = rootPermitting("example.com");
		assertAccepted(TestCertificates.issued(TestCertificates.server(HOST), root), root);
	}

	private static X509Bundle root() {
		return TestCertificates.selfSigned(TestCertificates.authority("root"));
	}

	private static X509Bundle rootAllowing(int intermediates) {
		return TestCertificates
			.selfSigned(TestCertificates.authority("root").setPathLengthConstraint(OptionalInt.of(intermediates)));
	}

	private static X509Bundle rootPermitting(String names) {
		return TestCertificates.selfSigned(TestCertificates.permitting(TestCertificates.authority("root"), names));
	}

	private static X509Bundle intermediate(String commonName, X509Bundle issuer) {
		CertificateBuilder certificate = TestCertificates.authority(commonName);
		return TestCertificates.issued(certificate, issuer);
	}

	private static void assertAccepted(X509Bundle... path) {
		assertThatNoException().isThrownBy(() -> require(path));
	}

	private static void require(X509Bundle... path) throws GeneralSecurityException {
		TrustAnchorConstraints.require(new VerifiedPath(Arrays.stream(path).map(X509Bundle::getCertificate).toList()),
				Instant.now());
	}

}

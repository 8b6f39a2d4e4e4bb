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
import java.util.Arrays;
import java.util.List;

import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PathVerifier}.
 *
 * @author the azure-postgres-tls contributors
 */
class PathVerifierTests {

	private static final X509Bundle ROOT = TestCertificates.selfSigned(TestCertificates.authority("root"));

	private static final X509Bundle NAMESAKE = TestCertificates.selfSigned(TestCertificates.authority("root"));

	private static final X509Bundle CLIENTS_ROOT = TestCertificates
		.selfSigned(TestCertificates.authority("clients").addExtendedKeyUsageClientAuth());

	private static final X509Bundle INTERMEDIATE = TestCertificates.issued(TestCertificates.authority("intermediate"),
			ROOT);

	private static final X509Bundle SERVER = TestCertificates.issued(TestCertificates.server("db.example.com"),
			INTERMEDIATE);

	@Test
	void findsThePathInAnyOrderAndLeavesOutTheRest() throws Exception {
		X509Bundle other = TestCertificates.selfSigned(TestCertificates.authority("other"));
		assertThat(verify(presented(SERVER, other, ROOT, INTERMEDIATE), ROOT).certificates())
			.isEqualTo(presented(SERVER, INTERMEDIATE, ROOT));
	}

	@Test
	void endsAtTheFirstTrustedCertificate() throws Exception {
		X509Bundle crossSigned = TestCertificates.issued(TestCertificates.authority("root").keyPair(ROOT.getKeyPair()),
				TestCertificates.selfSigned(TestCertificates.authority("older root")));
		assertThat(verify(presented(SERVER, INTERMEDIATE, crossSigned), ROOT).trustAnchor())
			.isEqualTo(ROOT.getCertificate());
	}

	@Test
	void takesTheRootThatSignedItFromAmongNamesakes() throws Exception {
		assertThat(verify(presented(SERVER, INTERMEDIATE), NAMESAKE, ROOT).trustAnchor())
			.isEqualTo(ROOT.getCertificate());
	}

	@Test
	void acceptsARootThatIsTheServersOwn() throws Exception {
		X509Bundle own = TestCertificates
			.selfSigned(TestCertificates.server("db.example.com").setIsCertificateAuthority(true));
		assertThat(verify(presented(own), own).certificates()).containsExactly(own.getCertificate());
	}

	@Test
	void saysThatTheIssuerIsMissing() {
		assertRefused(CertificateProblem.MISSING_ISSUER, SERVER, presented(SERVER), ROOT);
	}

	@Test
	void saysThatTheRootIsNotTrusted() {
		X509Bundle other = TestCertificates.selfSigned(TestCertificates.authority("other"));
		assertRefused(CertificateProblem.UNTRUSTED_ROOT, ROOT, presented(SERVER, INTERMEDIATE, ROOT), other);
	}

	@Test
	void saysThatTheTrustedRootHasAnotherKey() {
		assertRefused(CertificateProblem.OTHER_ROOT_KEY, INTERMEDIATE, presented(SERVER, INTERMEDIATE), NAMESAKE);
	}

	@Test
	void saysThatTheRootCannotBeUsed() {
		X509Bundle server = TestCertificates.issued(TestCertificates.server("db.example.com"), CLIENTS_ROOT);
		assertRefused(CertificateProblem.UNUSABLE_ROOT, CLIENTS_ROOT, presented(server), CLIENTS_ROOT);
	}

	@Test
	void saysThatTheServersCertificateHasExpired() {
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		X509Bundle expired = TestCertificates.issued(TestCertificates.server("db.example.com")
			.notBefore(yesterday.minus(Duration.ofDays(1)))
			.notAfter(yesterday), INTERMEDIATE);
		assertRefused(CertificateProblem.EXPIRED, expired, presented(expired, INTERMEDIATE), ROOT);
	}

	@Test
	void saysThatTheServersCertificateIsNotValidYet() {
		Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
		X509Bundle future = TestCertificates.issued(TestCertificates.server("db.example.com")
			.notBefore(tomorrow)
			.notAfter(tomorrow.plus(Duration.ofDays(1))), INTERMEDIATE);
		assertRefused(CertificateProblem.NOT_YET_VALID, future, presented(future, INTERMEDIATE), ROOT);
	}

	@Test
	void saysWhatIsWrongWithTheRootThatSignedAndNotThatItsNamesakeDidNot() {
		X509Bundle namesake = TestCertificates.selfSigned(TestCertificates.authority("clients"));
		X509Bundle server = TestCertificates.issued(TestCertificates.server("db.example.com"), CLIENTS_ROOT);
		assertRefused(CertificateProblem.UNUSABLE_ROOT, CLIENTS_ROOT, presented(server), namesake, CLIENTS_ROOT);
		assertRefused(CertificateProblem.UNUSABLE_ROOT, CLIENTS_ROOT, presented(server), CLIENTS_ROOT, namesake);
	}

	@Test
	void saysWhereTheFirstOfSeveralPathsEnds() {
		X509Bundle unrelated = TestCertificates.selfSigned(TestCertificates.authority("unrelated"));
		X509Bundle crossSigned = TestCertificates.issued(
				TestCertificates.authority("intermediate").keyPair(INTERMEDIATE.getKeyPair()),
				TestCertificates.selfSigned(TestCertificates.authority("older root")));
		assertRefused(CertificateProblem.MISSING_ISSUER, INTERMEDIATE, presented(SERVER, INTERMEDIATE, crossSigned),
				unrelated);
		assertRefused(CertificateProblem.MISSING_ISSUER, crossSigned, presented(SERVER, crossSigned, INTERMEDIATE),
				unrelated);
	}

	@Test
	void saysThatAnIssuerIsNoAuthority() {
		X509Bundle server = TestCertificates.issued(TestCertificates.server("db.example.com"), SERVER);
		assertRefused(CertificateProblem.RULE_BROKEN, SERVER, presented(server, SERVER, INTERMEDIATE), ROOT);
	}

	// Each can have issued each, in any order
	@Test
	void doesNotWalkAllThePathsOfManyNamesakes() {
		X509Bundle[] certificates = new X509Bundle[12];
		certificates[0] = NAMESAKE;
		for (int i = 1; i < certificates.length; i++) {
			certificates[i] = TestCertificates.issued(TestCertificates.authority("root").keyPair(NAMESAKE.getKeyPair()),
					NAMESAKE);
		}
		assertThatExceptionOfType(CertificateRefusedException.class)
			.isThrownBy(() -> verify(presented(certificates), INTERMEDIATE))
			.satisfies((ex) -> assertThat(ex.getDetail()).isEqualTo("has too many possible paths"));
	}

	private static void assertRefused(CertificateProblem problem, X509Bundle certificate,
			List<X509Certificate> presented, X509Bundle... roots) {
		assertThatExceptionOfType(CertificateRefusedException.class).isThrownBy(() -> verify(presented, roots))
			.satisfies((ex) -> {
				assertThat(ex.getProblem()).isEqualTo(problem);
				assertThat(ex.getCertificate()).isEqualTo(certificate.getCertificate());
			});
	}

	private static List<X509Certificate> presented(X509Bundle... certificates) {
		return Arrays.stream(certificates).map(X509Bundle::getCertificate).toList();
	}

	private static VerifiedPath verify(List<X509Certificate> presented, X509Bundle... roots)
			throws CertificateRefusedException {
		return PathVerifier.verify(presented,
				Arrays.stream(roots).map(X509Bundle::getCertificate).map(RootAuthority::of).toList(), Instant.now());
	}

}

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

package io.github.azurepostgrestls.revocation;

import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.azurepostgrestls.revocation.RevocationAnswer.State;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateRevocationLists}: which list tells of which certificate.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateRevocationListsTests {

	private static final X509Bundle ROOT = TestCertificateAuthority.azureLike().rootBundle();

	private static final Instant NOW = Instant.now();

	private static final String FIRST = "http://example.com/first.crl";

	private static final String SECOND = "http://example.com/second.crl";

	private static final ListAnswer EMPTY = ListAnswer.empty(ROOT, NOW);

	@ParameterizedTest
	@MethodSource
	void aListTellsOfACertificate(ListAnswer list, CRLDistPoint points) throws Exception {
		assertThat(answer(list, points)).satisfies((answer) -> {
			assertThat(answer.state()).isEqualTo(State.GOOD);
			assertThat(answer.nextUpdate()).isBetween(NOW, NOW.plus(Duration.ofHours(2)));
		});
	}

	static Stream<Arguments> aListTellsOfACertificate() {
		return Stream.of(Arguments.of(EMPTY, null), Arguments.of(EMPTY, points(point(null, null, FIRST))),
				Arguments.of(at(FIRST), points(point(null, null, FIRST))),
				Arguments.of(at(FIRST), points(point(null, null, SECOND, FIRST))),
				Arguments.of(at(SECOND), points(point(null, null, FIRST), point(null, null, SECOND))),
				Arguments.of(scope(null, true, false, null, false, false), null),
				Arguments.of(EMPTY.with(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE)), null),
				Arguments.of(EMPTY.with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(
						new GeneralNames(new GeneralName(4, "CN=Test")), ROOT.getCertificate().getSerialNumber())),
						null));
	}

	@ParameterizedTest
	@MethodSource
	void anotherListDoesNot(ListAnswer list, CRLDistPoint points, String reason) throws Exception {
		assertThat(answer(list, points)).satisfies((answer) -> {
			assertThat(answer.state()).isEqualTo(State.UNKNOWN);
			assertThat(answer.description()).contains(reason);
		});
	}

	static Stream<Arguments> anotherListDoesNot() {
		String otherPoint = "is not the one that the certificate names";
		GeneralNames otherIssuer = new GeneralNames(new GeneralName(4, "CN=Other"));
		return Stream.of(Arguments.of(at(FIRST), null, otherPoint),
				Arguments.of(at(FIRST), points(point(null, null, SECOND)), otherPoint),
				Arguments.of(EMPTY, points(point(new ReasonFlags(ReasonFlags.keyCompromise), null, FIRST)), otherPoint),
				Arguments.of(EMPTY, points(point(null, otherIssuer, FIRST)), otherPoint),
				Arguments.of(scope(null, false, true, null, false, false), null, "about other kinds"),
				Arguments.of(scope(null, false, false, null, false, true), null, "about other kinds"),
				Arguments.of(scope(null, false, false, null, true, false), null, "of other authorities"),
				Arguments.of(scope(null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false), null,
						"some reasons only"),
				Arguments.of(EMPTY.with(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)), null,
						"changes only"),
				Arguments.of(EMPTY.with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE), null,
						"unknown critical extensions"),
				Arguments.of(EMPTY.with(Extension.authorityKeyIdentifier, false,
						new AuthorityKeyIdentifier(new GeneralNames(new GeneralName(4, "CN=Test")), BigInteger.TEN)),
						null, "another key"),
				Arguments.of(EMPTY.valid(NOW.plusSeconds(60), NOW.plusSeconds(90)), null, "is not valid before"),
				Arguments.of(EMPTY.valid(NOW.minusSeconds(90), NOW.minusSeconds(60)), null, "is outdated since"));
	}

	@Test
	void whatAListRevokesIsRevokedWhateverItIsAbout() throws Exception {
		X509Certificate certificate = certificate(null);
		ListAnswer list = scope(null, false, true, new ReasonFlags(ReasonFlags.keyCompromise), true, false)
			.valid(NOW.minusSeconds(90), NOW.minusSeconds(60))
			.revoking(certificate.getSerialNumber());
		assertThat(answer(list, certificate).state()).isEqualTo(State.REVOKED);
	}

	@Test
	void anyOfSeveralListsTells() throws Exception {
		X509Certificate certificate = certificate(null);
		CertificateRevocationLists lists = new CertificateRevocationLists(
				List.of(EMPTY.valid(NOW.minusSeconds(90), NOW.minusSeconds(60)).list(), EMPTY.list()));
		assertThat(lists.answer(question(certificate), Duration.ZERO).state()).isEqualTo(State.GOOD);
	}

	@Test
	void distributionPointsOfAzuresIntermediatesAreRead() throws Exception {
		try (InputStream in = new ClassPathResource("azure/microsoft-tls-g2-rsa-ca-ocsp-02.pem").getInputStream()) {
			X509Certificate issuingCa = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(in);
			String file = "/pkiops/crl/Microsoft%20TLS%20RSA%20Root%20G2.crl";
			assertThat(RevocationListSource.of(issuingCa)).extracting(RevocationSource::address)
				.containsExactly(URI.create("http://www.microsoft.com" + file),
						URI.create("http://crl2.microsoft.com" + file));
		}
	}

	private static RevocationAnswer answer(ListAnswer list, @Nullable CRLDistPoint points) throws Exception {
		return answer(list, certificate(points));
	}

	private static RevocationAnswer answer(ListAnswer list, X509Certificate certificate) {
		return new CertificateRevocationLists(List.of(list.list())).answer(question(certificate), Duration.ZERO);
	}

	private static RevocationQuestion question(X509Certificate certificate) {
		return new RevocationQuestion(certificate, ROOT.getCertificate(), NOW);
	}

	private static X509Certificate certificate(@Nullable CRLDistPoint points) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().ecp256()
			.subject("CN=db.example.com")
			.notBefore(NOW.minus(Duration.ofDays(9)))
			.notAfter(NOW.plus(Duration.ofDays(9)));
		if (points != null) {
			builder.addExtensionOctetString(Extension.cRLDistributionPoints.getId(), false, points.getEncoded());
		}
		return builder.buildIssuedBy(ROOT).getCertificate();
	}

	private static ListAnswer at(String address) {
		return scope(name(address), false, false, null, false, false);
	}

	private static ListAnswer scope(@Nullable DistributionPointName name, boolean onlyUsers, boolean onlyAuthorities,
			@Nullable ReasonFlags reasons, boolean indirect, boolean onlyAttributes) {
		return EMPTY.with(Extension.issuingDistributionPoint, true,
				new IssuingDistributionPoint(name, onlyUsers, onlyAuthorities, reasons, indirect, onlyAttributes));
	}

	private static CRLDistPoint points(DistributionPoint... points) {
		return new CRLDistPoint(points);
	}

	private static DistributionPoint point(@Nullable ReasonFlags reasons, @Nullable GeneralNames issuer,
			String... addresses) {
		return new DistributionPoint(name(addresses), reasons, issuer);
	}

	private static DistributionPointName name(String... addresses) {
		return new DistributionPointName(new GeneralNames(Stream.of(addresses)
			.map((address) -> new GeneralName(GeneralName.uniformResourceIdentifier, address))
			.toArray(GeneralName[]::new)));
	}

}

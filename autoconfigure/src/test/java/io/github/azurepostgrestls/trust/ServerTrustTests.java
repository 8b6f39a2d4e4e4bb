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

import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import io.github.azurepostgrestls.certificate.CertificateStrength;
import io.github.azurepostgrestls.certificate.TestCertificates;
import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.revocation.RevocationCheck;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerTrust}.
 *
 * @author the azure-postgres-tls contributors
 */
class ServerTrustTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerTrust trust = new ServerTrust(RootCertificates
		.load("azure.postgres.tls.root-certificates", List.of(authority.rootPem()), new DefaultResourceLoader()),
			RevocationCheck.NONE, InstantSource.system());

	@Test
	void findsThePathInAnyOrderAndWithoutTheRest() throws Exception {
		ServerCertificate server = authority.issue("db.example.com");
		X509Certificate unrelated = TestCertificateAuthority.named("Unrelated").root();
		VerifiedPath path = trust.buildPath(server.leaf(), unrelated, authority.root(), authority.intermediate());
		assertThat(path.certificates()).containsExactly(server.leaf(), authority.intermediate(), authority.root());
	}

	// As a server that sends the old and the new certificate of its authority
	@Test
	void passesOverCertificatesThatAreNotValidNow() throws Exception {
		X509Bundle root = TestCertificates.selfSigned(TestCertificates.authority("root"));
		X509Bundle intermediate = TestCertificates.issued(TestCertificates.authority("intermediate"), root);
		X509Bundle server = TestCertificates.issued(TestCertificates.server("db.example.com"), intermediate);
		X509Certificate expired = TestCertificates
			.issued(of(intermediate).notBefore(fromNow(-9)).notAfter(fromNow(-2)), root)
			.getCertificate();
		X509Certificate notYetValid = TestCertificates
			.issued(of(intermediate).notBefore(fromNow(2)).notAfter(fromNow(9)), root)
			.getCertificate();
		VerifiedPath path = trustIn(root).buildPath(server.getCertificate(), expired, notYetValid,
				intermediate.getCertificate());
		assertThat(path.certificates()).containsExactly(server.getCertificate(), intermediate.getCertificate(),
				root.getCertificate());
		for (X509Certificate other : List.of(expired, notYetValid)) {
			assertThatExceptionOfType(CertificateException.class)
				.isThrownBy(() -> trustIn(root).buildPath(server.getCertificate(), other));
		}
	}

	private static CertificateBuilder of(X509Bundle intermediate) {
		return TestCertificates.authority("intermediate").publicKey(intermediate.getKeyPair().getPublic());
	}

	private static Instant fromNow(int days) {
		return Instant.now().plus(Duration.ofDays(days));
	}

	@Test
	void refusesAnExpiredServerAndAnExpiredRoot() {
		X509Bundle root = TestCertificates.selfSigned(TestCertificates.authority("root"));
		X509Certificate expired = TestCertificates
			.issued(TestCertificates.server("db.example.com").notBefore(fromNow(-9)).notAfter(fromNow(-2)), root)
			.getCertificate();
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> trustIn(root).buildPath(expired));
		X509Bundle expiredRoot = TestCertificates
			.selfSigned(TestCertificates.authority("expired root").notBefore(fromNow(-9)).notAfter(fromNow(-2)));
		X509Certificate server = TestCertificates.issued(TestCertificates.server("db.example.com"), expiredRoot)
			.getCertificate();
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustIn(expiredRoot, root).buildPath(server));
	}

	@Test
	void refusesWhatTheJdkWouldAcceptInAPath() {
		X509Bundle root = TestCertificates
			.selfSigned(TestCertificates.permitting(TestCertificates.authority("root"), "example.org"));
		X509Certificate otherName = TestCertificates.issued(TestCertificates.server("db.example.com"), root)
			.getCertificate();
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> trustIn(root).buildPath(otherName));
		X509Bundle forClients = TestCertificates
			.issued(TestCertificates.authority("clients").addExtendedKeyUsageClientAuth(), authority.rootBundle());
		X509Certificate server = TestCertificates.issued(TestCertificates.server("db.example.com"), forClients)
			.getCertificate();
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trust.buildPath(server, forClients.getCertificate()));
	}

	@Test
	void acceptsAServerWhoseOwnCertificateIsTheRoot() throws Exception {
		X509Bundle root = TestCertificates.selfSigned(TestCertificates.authority("root"));
		assertThat(trustIn(root).buildPath(root.getCertificate()).certificates())
			.containsExactly(root.getCertificate());
	}

	@Test
	void looksAtTheRootsThatItWasMadeFrom() {
		assertThat(trust.roots().asList()).extracting(RootCertificate::certificate).containsExactly(authority.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHA1withRSA", "MD5withRSA" })
	void refusesWeakSignatures(String algorithm) throws Exception {
		X509Certificate weak = sign(algorithm);
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trust.buildPath(weak, authority.intermediate()));
		assertThat(CertificateStrength.weaknessOf(weak)).isEqualTo("the signature " + algorithm);
	}

	@Test
	void acceptsStrongSignatures() throws Exception {
		X509Certificate strong = sign("SHA256withRSA");
		assertThat(trust.buildPath(strong, authority.intermediate()).certificates()).startsWith(strong);
	}

	private X509Certificate sign(String algorithm) throws Exception {
		X509Bundle issuer = authority.intermediateBundle();
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer.getCertificate(), BigInteger.TEN,
				Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(1))),
				new X500Principal("CN=signed"), authority.rootBundle().getKeyPair().getPublic());
		return new JcaX509CertificateConverter().getCertificate(
				builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getKeyPair().getPrivate())));
	}

	private static ServerTrust trustIn(X509Bundle... roots) {
		List<String> locations = Arrays.stream(roots).map(X509Bundle::getCertificatePEM).toList();
		return new ServerTrust(
				RootCertificates.load("azure.postgres.tls.root-certificates", locations, new DefaultResourceLoader()),
				RevocationCheck.NONE, InstantSource.system());
	}

}

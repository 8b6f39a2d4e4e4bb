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
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import io.github.azurepostgrestls.testserver.ServerCertificate;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
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

	private final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final ServerTrust trust = new ServerTrust(RootCertificates.load("azure.postgres.tls.root-certificates",
			List.of(this.authority.rootPem()), new DefaultResourceLoader()), RevocationCheck.NONE,
			InstantSource.system());

	@Test
	void findsThePathInAnyOrderAndWithoutTheRest() throws Exception {
		ServerCertificate server = this.authority.issue("db.example.com");
		X509Certificate unrelated = TestCertificateAuthority.named("Unrelated").root();
		VerifiedPath path = this.trust.buildPath(server.leaf(), unrelated, this.authority.root(),
				this.authority.intermediate());
		assertThat(path.certificates()).containsExactly(server.leaf(), this.authority.intermediate(),
				this.authority.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHA1withRSA", "MD5withRSA" })
	void refusesWeakSignatures(String algorithm) throws Exception {
		X509Certificate weak = sign(algorithm);
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> this.trust.buildPath(weak, this.authority.intermediate()));
		assertThat(CertificateStrength.weaknessOf(weak)).isEqualTo("the signature " + algorithm);
	}

	@Test
	void acceptsStrongSignatures() throws Exception {
		X509Certificate strong = sign("SHA256withRSA");
		assertThat(this.trust.buildPath(strong, this.authority.intermediate()).certificates()).startsWith(strong);
	}

	private X509Certificate sign(String algorithm) throws Exception {
		X509Bundle issuer = this.authority.intermediateBundle();
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer.getCertificate(), BigInteger.TEN,
				Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(1))),
				new X500Principal("CN=signed"), this.authority.rootBundle().getKeyPair().getPublic());
		return new JcaX509CertificateConverter().getCertificate(
				builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getKeyPair().getPrivate())));
	}

}

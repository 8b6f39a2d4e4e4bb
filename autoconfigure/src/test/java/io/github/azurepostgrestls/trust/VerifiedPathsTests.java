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

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.revocation.RevocationCheck;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VerifiedPaths}.
 *
 * @author the azure-postgres-tls contributors
 */
class VerifiedPathsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final X509Bundle root = certificate("root", 0, 40).setIsCertificateAuthority(true).buildSelfSigned();

	private final X509Bundle intermediate = certificate("intermediate", 10, 30).setIsCertificateAuthority(true)
		.buildIssuedBy(this.root);

	private final X509Certificate server = certificate("server", 5, 35).buildIssuedBy(this.intermediate)
		.getCertificate();

	private final List<X509Certificate> presented = List.of(this.server, this.intermediate.getCertificate());

	private final VerifiedPaths paths = new VerifiedPaths();

	VerifiedPathsTests() throws Exception {
	}

	private static CertificateBuilder certificate(String name, int from, int until) {
		return new CertificateBuilder().ecp256()
			.subject("CN=" + name)
			.notBefore(START.plus(Duration.ofDays(from)))
			.notAfter(START.plus(Duration.ofDays(until)));
	}

	@Test
	void isGoodWhileAllCertificatesAreValid() {
		VerifiedPath path = path(this.server, this.intermediate.getCertificate(), this.root.getCertificate());
		this.paths.keep(this.presented, path);
		Instant from = START.plus(Duration.ofDays(10));
		Instant until = START.plus(Duration.ofDays(30));
		assertThat(this.paths.find(this.presented, from.minus(SECOND))).isNull();
		assertThat(this.paths.find(this.presented, from)).isSameAs(path);
		assertThat(this.paths.find(this.presented, until)).isSameAs(path);
		assertThat(this.paths.find(this.presented, until.plus(SECOND))).isNull();
		assertThat(this.paths.find(this.presented, from)).as("the clock was set back").isSameAs(path);
	}

	@Test
	void isGoodForTheExactChainOnly() {
		this.paths.keep(this.presented,
				path(this.server, this.intermediate.getCertificate(), this.root.getCertificate()));
		Instant now = START.plus(Duration.ofDays(20));
		for (List<X509Certificate> other : List.of(List.of(this.server),
				List.of(this.server, this.intermediate.getCertificate(), this.root.getCertificate()),
				List.of(this.intermediate.getCertificate(), this.server))) {
			assertThat(this.paths.find(other, now)).isNull();
		}
	}

	@Test
	void holdsFewChainsHoweverManyAServerPresents() {
		VerifiedPath path = path(this.server, this.root.getCertificate());
		for (int i = 1; i < 10 * VerifiedPaths.CAPACITY; i++) {
			List<X509Certificate> longer = new ArrayList<>(this.presented);
			longer.addAll(Collections.nCopies(i, this.root.getCertificate()));
			this.paths.keep(longer, path);
			assertThat(this.paths.size()).isLessThanOrEqualTo(VerifiedPaths.CAPACITY);
			assertThat(this.paths.find(longer, START.plus(Duration.ofDays(20)))).isNotNull();
		}
	}

	@Test
	void isOfOneTrustOnly() throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		X509Certificate[] chain = authority.issue("localhost").chain().toArray(X509Certificate[]::new);
		assertThat(trust(authority).buildPath(chain)).isEqualTo(trust(authority).buildPath(chain));
		assertThatExceptionOfType(CertificateRefusedException.class)
			.isThrownBy(() -> trust(TestCertificateAuthority.named("Another")).buildPath(chain));
	}

	private static ServerTrust trust(TestCertificateAuthority authority) {
		return new ServerTrust(RootCertificates.load("azure.postgres.tls.root-certificates",
				List.of(authority.rootPem()), new DefaultResourceLoader()), RevocationCheck.NONE, Instant::now);
	}

	private static VerifiedPath path(X509Certificate... certificates) {
		return new VerifiedPath(List.of(certificates));
	}

}

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

import java.security.KeyPairGenerator;

import io.netty.pkitesting.CertificateBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CertificateRules}.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateRulesTests {

	private static final String PROXY = "1.3.6.1.5.5.7.1.14";

	@Test
	void acceptsAnOrdinaryCertificate() {
		assertThatNoException().isThrownBy(() -> require(TestCertificates.server("db.example.com")));
	}

	@Test
	void refusesAWeakKey() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		CertificateBuilder weak = TestCertificates.server("db.example.com")
			.publicKey(generator.generateKeyPair().getPublic());
		assertRefused(weak, CertificateProblem.WEAK, "has an RSA key of 1024 bits, which is too weak");
	}

	@Test
	void refusesAProxyCertificate() {
		assertRefused(TestCertificates.unreadable(TestCertificates.server("db.example.com"), PROXY),
				CertificateProblem.RULE_BROKEN, "is a proxy certificate");
	}

	@Test
	void refusesACertificateForClients() {
		assertRefused(TestCertificates.certificate("CN=client").addExtendedKeyUsageClientAuth(),
				CertificateProblem.NOT_FOR_SERVERS, "is not for servers: its extended key usage lacks serverAuth");
	}

	private static void assertRefused(CertificateBuilder certificate, CertificateProblem problem, String detail) {
		assertThatExceptionOfType(CertificateRefusedException.class).isThrownBy(() -> require(certificate))
			.satisfies((ex) -> {
				assertThat(ex.getProblem()).isEqualTo(problem);
				assertThat(ex.getDetail()).isEqualTo(detail);
			});
	}

	private static void require(CertificateBuilder certificate) throws Exception {
		CertificateRules.require(TestCertificates.issued(certificate));
	}

}

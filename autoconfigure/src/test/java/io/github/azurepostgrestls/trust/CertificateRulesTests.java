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
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.util.Set;

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

	private final CertificateRules rules = new CertificateRules();

	@Test
	void acceptsAnOrdinaryCertificate() {
		assertThatNoException().isThrownBy(() -> check(TestCertificates.server("db.example.com")));
	}

	@Test
	void refusesAWeakKey() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		CertificateBuilder weak = TestCertificates.server("db.example.com")
			.publicKey(generator.generateKeyPair().getPublic());
		assertRefused(weak, "A certificate has an RSA key of 1024 bits", BasicReason.ALGORITHM_CONSTRAINED);
	}

	@Test
	void refusesAProxyCertificate() {
		assertRefused(TestCertificates.unreadable(TestCertificates.server("db.example.com"), PROXY),
				"A certificate is a proxy certificate", PKIXReason.UNRECOGNIZED_CRIT_EXT);
	}

	@Test
	void refusesACertificateForClients() {
		assertRefused(TestCertificates.certificate("CN=client").addExtendedKeyUsageClientAuth(),
				"A certificate is not for servers", PKIXReason.INVALID_KEY_USAGE);
	}

	// The path builder goes from the server to the root
	@Test
	void isAskedOfEachCertificateWhileThePathIsBuilt() {
		assertThat(this.rules.isForwardCheckingSupported()).isTrue();
		assertThat(this.rules.getSupportedExtensions()).isNull();
	}

	private void assertRefused(CertificateBuilder certificate, String message, Reason reason) {
		assertThatExceptionOfType(CertPathValidatorException.class).isThrownBy(() -> check(certificate))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	private void check(CertificateBuilder certificate) throws Exception {
		this.rules
			.check(TestCertificates.issued(certificate, TestCertificates.selfSigned(TestCertificates.authority("root")))
				.getCertificate(), Set.of());
	}

}

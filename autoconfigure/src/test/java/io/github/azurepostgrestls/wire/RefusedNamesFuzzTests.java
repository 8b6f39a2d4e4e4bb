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

package io.github.azurepostgrestls.wire;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.certificate.CertificateProblem;
import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.fault.NamedCertificate;
import io.github.azurepostgrestls.fault.ShownText;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.trust.RootCertificates;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * Whatever names a refused certificate has, the texts about it are harmless.
 *
 * @author the azure-postgres-tls contributors
 */
class RefusedNamesFuzzTests {

	private static final int LIMIT = 2000;

	private final RootCertificates roots = RootCertificates.load("azure.postgres.tls.root-certificates", List.of(),
			new DefaultResourceLoader());

	@FuzzTest
	void textsAboutTheCertificateAreHarmless(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		List<String> hosts = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
		X509Certificate certificate;
		X509Certificate selfIssued;
		try {
			certificate = NamedCertificate.of(text, "CA " + text, hosts);
			selfIssued = NamedCertificate.of("CA " + text, "CA " + text, List.of());
		}
		catch (CertificateException ex) {
			// JSSE refuses the handshake before anybody reads the names
			return;
		}
		assertHarmless(new CertificateException(text), List.of(certificate));
		for (CertificateProblem problem : CertificateProblem.values()) {
			assertHarmless(new CertificateRefusedException(problem, certificate, text, null),
					List.of(certificate, selfIssued));
		}
	}

	private void assertHarmless(CertificateException cause, List<X509Certificate> chain) {
		ServerCertificateRefusedException refusal = new ServerCertificateRefusedException(
				new ServerAddress(AzureHosts.SERVER, 5432), AzureHosts.SERVER, chain, this.roots, cause);
		Diagnosis diagnosis = Diagnosis.of(refusal);
		ShownText.requireHarmless(diagnosis.description(), LIMIT);
		ShownText.requireHarmless(diagnosis.action(), LIMIT);
		ShownText.requireHarmless(String.valueOf(refusal.getMessage()), LIMIT);
	}

}

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

package io.github.azurepostgrestls.actuate;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.fault.NamedCertificate;
import io.github.azurepostgrestls.fault.ShownText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever names a certificate has, its details are harmless.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateDetailsFuzzTests {

	private static final int LIMIT = 500;

	@FuzzTest
	void detailsAreHarmless(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		List<String> hosts = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
		X509Certificate certificate;
		try {
			certificate = NamedCertificate.of(text, "CA " + text, hosts);
		}
		catch (CertificateException ex) {
			// JSSE refuses the handshake before anybody reads the names
			return;
		}
		CertificateDetails details = CertificateDetails.of(certificate, Instant.now());
		ShownText.requireHarmless(details.subject(), LIMIT);
		ShownText.requireHarmless(details.issuer(), LIMIT);
		assertThat(details.subjectAlternativeNames()).hasSizeLessThanOrEqualTo(LIMIT)
			.allSatisfy((name) -> ShownText.requireHarmless(name, LIMIT));
	}

}

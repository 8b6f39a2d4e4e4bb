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

import io.netty.pkitesting.CertificateBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateExtensions}.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateExtensionsTests {

	@Test
	void findsNothingInAnOrdinaryCertificate() {
		assertThat(problemOf(TestCertificates.authority("root").addExtendedKeyUsageServerAuth())).isNull();
		assertThat(problemOf(TestCertificates.server("db.example.com"))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1.3.6.1.5.5.7.1.14,is a proxy certificate", "1.3.6.1.5.5.7.1.7,is for IP addresses as resources",
			"1.3.6.1.5.5.7.1.8,is for autonomous systems as resources" })
	void refusesWhatOnlyOpenSslUnderstands(String extension, String problem) {
		assertThat(problemOf(TestCertificates.unreadable(TestCertificates.certificate("CN=odd"), extension)))
			.isEqualTo(problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.5.29.15", "2.5.29.17", "2.5.29.37" })
	void refusesWhatTheJdkCannotRead(String extension) {
		assertThat(problemOf(TestCertificates.unreadable(TestCertificates.certificate("CN=odd"), extension)))
			.isEqualTo("has an extension that can't be read (%s)", extension);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.5.29.17", "2.5.29.37" })
	void refusesWhatAnotherProviderCannotRead(String extension) {
		X509Certificate certificate = TestCertificates
			.issued(TestCertificates.unreadable(TestCertificates.certificate("CN=odd"), extension));
		assertThat(CertificateExtensions.problemOf(TestCertificates.asBouncyCastleReads(certificate)))
			.isEqualTo("has an extension that can't be read (%s)", extension);
	}

	private static @Nullable String problemOf(CertificateBuilder certificate) {
		return CertificateExtensions.problemOf(TestCertificates.issued(certificate));
	}

}

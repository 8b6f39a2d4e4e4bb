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

package io.github.azurepostgrestls.location;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.RootCertificates;
import io.netty.pkitesting.CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PemCertificates}, also with files of the largest size that is allowed.
 *
 * @author the azure-postgres-tls contributors
 */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class PemCertificatesTests {

	private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.azureLike();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource
	void garbageIsRefusedSoon(String garbage) throws Exception {
		Path file = Files.writeString(this.directory.resolve("garbage.pem"), garbage);
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> load(file))
			.withMessageContaining("certificate");
	}

	static Stream<String> garbageIsRefusedSoon() {
		int length = 1024 * 1024 - 1000;
		String begin = "-----BEGIN CERTIFICATE-----\n";
		String end = "-----END CERTIFICATE-----\n";
		return Stream.of("-".repeat(length), "-----BEGIN" + " ".repeat(length), "-----BEGIN ".repeat(length / 11),
				"-----BEGIN " + "CERTIFICATE".repeat(length / 11), begin.repeat(length / begin.length()),
				end.repeat(length / end.length()), (begin + end).repeat(length / (begin + end).length()),
				begin + "\n".repeat(length), begin + "A".repeat(length), begin + "A".repeat(length) + "\n" + end,
				AUTHORITY.rootPem() + "-----BEGIN CERTIFICATE" + "-".repeat(length / 2),
				new Random(1).ints(length, 0, 128)
					.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
					.toString());
	}

	@Test
	void manyRootsAreLoadedSoon() throws Exception {
		CertificateBuilder builder = new CertificateBuilder().ecp256()
			.setIsCertificateAuthority(true)
			.keyPair(AUTHORITY.rootBundle().getKeyPair());
		StringBuilder pem = new StringBuilder();
		for (int i = 0; i < 500; i++) {
			pem.append(builder.copy().subject("CN=Root " + i).buildSelfSigned().getCertificatePEM());
		}
		Path file = Files.writeString(this.directory.resolve("roots.pem"), pem);
		assertThat(load(file).asList()).hasSize(500);
	}

	@Test
	void textAndOtherBlocksAreSkipped() throws Exception {
		String key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
		assertThat(PemCertificates
			.parse("subject=CN=root\n" + AUTHORITY.rootPem() + key + "\r\n" + AUTHORITY.intermediatePem()))
			.containsExactly(AUTHORITY.root(), AUTHORITY.intermediate());
	}

	@Test
	void certificateWithoutItsEndIsRefused() {
		String pem = AUTHORITY.rootPem();
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> PemCertificates.parse(pem.substring(0, pem.indexOf("-----END"))));
	}

	@Test
	void whatIsNoBase64IsRefused() {
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> PemCertificates.parse(AUTHORITY.rootPem().replaceFirst("\n", "\n?")))
			.withMessageContaining("Base64");
	}

	@Test
	void textWithoutCertificateIsRefused() {
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> PemCertificates.parse("root"))
			.withMessage("No certificate found");
	}

	private static RootCertificates load(Path file) {
		return RootCertificates.load("azure.postgres.tls.root-certificates", List.of(file.toString()),
				new DefaultResourceLoader());
	}

}

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

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.azurepostgrestls.certificate.RootAuthority;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RootCertificates}: every form of a location, and every way to get it
 * wrong.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class RootCertificatesTests {

	private static final String PROPERTY = "azure.postgres.tls.root-certificates";

	private static final String DIGICERT_G2 = "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US";

	private static TestCertificateAuthority first;

	private static TestCertificateAuthority second;

	@TempDir
	private Path directory;

	@BeforeAll
	static void createAuthorities() {
		first = TestCertificateAuthority.named("First Root");
		second = TestCertificateAuthority.named("Second Root");
	}

	@Test
	void loadsFromTheClassPath() {
		assertThat(load("classpath:azure-postgres-tls/digicert-global-root-g2.pem").asList())
			.extracting(RootCertificate::name)
			.containsExactly(DIGICERT_G2);
	}

	@Test
	void loadsFromFileUrl() throws IOException {
		assertHoldsFirst(load(write("root.pem", first.rootPem()).toUri().toString()));
	}

	@Test
	void loadsFromPath() throws IOException {
		assertHoldsFirst(load(write("root.pem", first.rootPem()).toString()));
	}

	@Test
	void loadsFromRelativePath() throws IOException {
		Path file = Files.createDirectories(Path.of("target", "root certificates")).resolve("root.pem");
		Files.writeString(file, first.rootPem());
		assertHoldsFirst(load("target/root certificates/root.pem"));
	}

	@Test
	void takesWindowsDriveForPath() {
		assertRefused("c:\\ssl\\DigiCertGlobalRootCA.crt.pem").withMessageContaining("It does not exist");
	}

	@Test
	void loadsInlinePem() {
		RootCertificates roots = load(first.rootPem());
		assertHoldsFirst(roots);
		assertThat(roots.asList().get(0).source()).isEqualTo("inline PEM");
	}

	@Test
	void loadsManyCertificatesWithTextAroundThem() throws IOException {
		String bundle = "# my roots: 0 problems\nsubject=First\n" + first.rootPem() + "\nand the second\n"
				+ second.rootPem() + "the end\n";
		assertThat(load(write("bundle.pem", bundle).toString()).asList()).extracting(RootCertificate::certificate)
			.containsExactly(first.root(), second.root());
	}

	@Test
	void loadsPemWithWindowsLineEndsAndByteOrderMark() throws IOException {
		String pem = "\uFEFF" + first.rootPem().replace("\r", "").replace("\n", "\r\n");
		assertHoldsFirst(load(write("root.pem", pem).toString()));
	}

	@Test
	void loadsDer() throws Exception {
		assertHoldsFirst(load(Files.write(this.directory.resolve("root.der"), first.root().getEncoded()).toString()));
	}

	@Test
	void addsRootsToTheBundledOnes() {
		assertThat(load("azure", first.rootPem()).asList()).hasSize(4)
			.extracting(RootCertificate::name)
			.startsWith(DIGICERT_G2);
	}

	@Test
	void holdsEachRootOnce() {
		assertThat(load(first.rootPem(), first.rootPem() + first.rootPem()).asList()).hasSize(1);
	}

	@Test
	void refusesMissingFile() {
		assertRefused(this.directory.resolve("missing.pem").toString()).withMessageContaining("It does not exist");
		assertRefused("classpath:missing.pem").withMessageContaining("It does not exist");
	}

	@Test
	void refusesEmptyLocation() {
		assertRefused(" ").withMessageContaining("A location is empty");
	}

	@Test
	void refusesEmptyFile() throws IOException {
		assertRefused(write("empty.pem", "").toString()).withMessageContaining("The file is empty");
	}

	@Test
	void refusesDirectory() {
		assertRefused(this.directory.toString()).withMessageContaining("It is a directory");
	}

	@Test
	void refusesLocationOnTheNetwork() {
		assertRefused("https://localhost/root.pem").withMessageContaining("Nothing is loaded from there");
	}

	@Test
	void refusesWhatIsNoCertificate() throws IOException {
		assertRefused(write("notes.txt", "no certificate").toString()).withMessageContaining("neither PEM nor DER");
		assertRefused(write("utf16.pem", first.rootPem(), StandardCharsets.UTF_16).toString())
			.withMessageContaining("neither PEM nor DER");
	}

	@Test
	void refusesMalformedCertificate() throws IOException {
		String pem = first.rootPem();
		assertRefused(write("broken.pem", pem.replace("MII", "XXX")).toString())
			.withMessageContaining("without a certificate that can be read");
		assertRefused(write("cut.pem", pem.substring(0, pem.length() / 2)).toString())
			.withMessageContaining("without a certificate that can be read");
		assertRefused(write("trusted.pem", pem.replace("CERTIFICATE", "CERTIFICATE REQUEST").replace("MII", "MAA"))
			.toString()).withMessageContaining("without a certificate that can be read");
	}

	@Test
	void refusesPrivateKeyWithoutRepeatingIt() {
		String key = first.rootBundle().getPrivateKeyPEM();
		assertRefused(key).withMessageContaining("without a certificate that can be read")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("PRIVATE KEY"));
	}

	@Test
	void refusesHugeFileWithoutReadingIt() throws IOException {
		Path file = this.directory.resolve("huge.pem");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(100L * 1024 * 1024);
		}
		assertRefused(file.toString()).withMessageContaining("larger than 1 MiB");
	}

	@Test
	void refusesIntermediateAndNamesItsIssuer() {
		assertRefused(first.intermediatePem()).withMessageContaining("is no root certificate")
			.withMessageContaining("CN=First Root");
	}

	@Test
	void refusesServerCertificate() {
		assertRefused(first.issue("db.example.com").certificatePem()).withMessageContaining("is no root certificate");
	}

	@Test
	void refusesSelfIssuedCertificateThatIsNoAuthority() throws Exception {
		X509Bundle authority = new CertificateBuilder().subject("CN=self")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		X509Bundle server = new CertificateBuilder().subject("CN=self").buildIssuedBy(authority);
		assertRefused(server.getCertificatePEM()).withMessageContaining("is no certificate authority");
	}

	@Test
	void leavesOutExpiredRootWhileAnotherIsValid(CapturedOutput output) throws Exception {
		RootCertificates roots = load(expiredRoot(), first.rootPem());
		assertThat(roots.authorities()).filteredOn((root) -> root.problemAt(Instant.now()) == null)
			.extracting(RootAuthority::certificate)
			.containsExactly(first.root());
		assertThat(output)
			.containsOnlyOnce("Root certificate 'CN=expired' from inline PEM is not trusted: it is valid from");
	}

	@Test
	void refusesExpiredRootWhenNoOtherIsLeft() throws Exception {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> load(expiredRoot()))
			.withMessageContaining("None of the root certificates can be trusted now: 'CN=expired' is valid from");
	}

	private static String expiredRoot() throws Exception {
		return new CertificateBuilder().subject("CN=expired")
			.setIsCertificateAuthority(true)
			.notBefore(Instant.now().minus(Duration.ofDays(20)))
			.notAfter(Instant.now().minus(Duration.ofDays(10)))
			.buildSelfSigned()
			.getCertificatePEM();
	}

	private static void assertHoldsFirst(RootCertificates roots) {
		assertThat(roots.asList()).extracting(RootCertificate::certificate).containsExactly(first.root());
	}

	// The second of two locations, so that the index shows
	private static ThrowableAssertAlternative<InvalidTlsConfigurationException> assertRefused(String location) {
		return assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> load("azure", location))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo(PROPERTY + "[1]");
				assertThat(ex.getValue()).isEqualTo(location.contains("-----BEGIN") ? "inline PEM" : location.strip());
				assertThat(ex.getAction()).isNotEmpty();
			});
	}

	private static RootCertificates load(String... locations) {
		return RootCertificates.load(PROPERTY, List.of(locations), new DefaultResourceLoader());
	}

	private Path write(String name, String text) throws IOException {
		return write(name, text, StandardCharsets.UTF_8);
	}

	private Path write(String name, String text, Charset charset) throws IOException {
		return Files.writeString(this.directory.resolve(name), text, charset);
	}

}

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

package io.github.azurepostgrestls.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import org.springframework.util.function.ThrowingSupplier;

/**
 * A root and an intermediate that issue server certificates, like the authorities of
 * Azure's chains.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class TestCertificateAuthority {

	private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

	private static final Duration SERVER_VALIDITY = Duration.ofDays(180);

	private static final String INTERMEDIATE = "CN=Test TLS RSA CA OCSP 02,O=Test Corporation,C=US";

	private final X509Bundle root;

	private final X509Bundle intermediate;

	private TestCertificateAuthority(X509Bundle root, X509Bundle intermediate) {
		this.root = root;
		this.intermediate = intermediate;
	}

	/**
	 * Create an authority with names like those of Azure's.
	 * @return the authority
	 */
	public static TestCertificateAuthority azureLike() {
		return withRoot("CN=Test Global Root G2,OU=www.example.com,O=Test Inc,C=US");
	}

	/**
	 * Create an authority whose root has a given name.
	 * @param commonName the common name of the root
	 * @return the authority
	 */
	public static TestCertificateAuthority named(String commonName) {
		return withRoot("CN=" + commonName);
	}

	/**
	 * Create an authority whose root has a given name.
	 * @param subject the RFC 2253 name of the root
	 * @return the authority
	 */
	public static TestCertificateAuthority withRoot(String subject) {
		X509Bundle root = build(() -> authority(subject, AUTHORITY_VALIDITY).buildSelfSigned());
		return new TestCertificateAuthority(root, issueIntermediate(root));
	}

	/**
	 * Create an authority with the same root and another intermediate.
	 * @return the authority
	 */
	public TestCertificateAuthority withNewIntermediate() {
		return new TestCertificateAuthority(this.root, issueIntermediate(this.root));
	}

	private static X509Bundle issueIntermediate(X509Bundle root) {
		return build(() -> authority(INTERMEDIATE, AUTHORITY_VALIDITY.dividedBy(2)).addExtendedKeyUsageServerAuth()
			.buildIssuedBy(root));
	}

	private static CertificateBuilder authority(String subject, Duration validity) {
		return new CertificateBuilder().rsa2048()
			.subject(subject)
			.setIsCertificateAuthority(true)
			.setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(validity));
	}

	/**
	 * Issue a server's certificate.
	 * @param names the DNS names and IP addresses of the server; wildcards are welcome
	 * @return the certificate with the chain that Azure's servers send: without the root
	 */
	public ServerCertificate issue(String... names) {
		return issue((certificate) -> {
		}, names);
	}

	/**
	 * Issue a server's certificate that is out of the ordinary.
	 * @param customizer has the last word on it
	 * @param names the DNS names and IP addresses of the server; wildcards are welcome
	 * @return the certificate with its chain
	 */
	public ServerCertificate issue(Consumer<CertificateBuilder> customizer, String... names) {
		CertificateBuilder certificate = new CertificateBuilder().rsa2048()
			.subject("CN=" + names[0])
			.setKeyUsage(true, KeyUsage.digitalSignature, KeyUsage.keyEncipherment)
			.addExtendedKeyUsageServerAuth()
			.addExtensionOctetString(Extension.subjectAlternativeName.getId(), false, subjectAlternativeNames(names))
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(SERVER_VALIDITY));
		customizer.accept(certificate);
		return ServerCertificate.of(build(() -> certificate.buildIssuedBy(this.intermediate)));
	}

	// Not the builder's own way, which refuses wildcards
	private static byte[] subjectAlternativeNames(String... names) {
		GeneralName[] generalNames = Arrays.stream(names)
			.map((name) -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
			.toArray(GeneralName[]::new);
		return build(() -> new GeneralNames(generalNames).getEncoded());
	}

	private static boolean isAddress(String name) {
		return name.contains(":") || name.matches("[0-9.]+");
	}

	private static <T> T build(ThrowingSupplier<T> supplier) {
		return supplier.get(IllegalStateException::new);
	}

	/**
	 * Return the root.
	 * @return its certificate
	 */
	public X509Certificate root() {
		return this.root.getCertificate();
	}

	/**
	 * Return the root with its key.
	 * @return the root
	 */
	public X509Bundle rootBundle() {
		return this.root;
	}

	/**
	 * Return the root as PEM.
	 * @return its certificate
	 */
	public String rootPem() {
		return this.root.getCertificatePEM();
	}

	/**
	 * Return the intermediate.
	 * @return its certificate
	 */
	public X509Certificate intermediate() {
		return this.intermediate.getCertificate();
	}

	/**
	 * Return the intermediate with its key.
	 * @return the intermediate
	 */
	public X509Bundle intermediateBundle() {
		return this.intermediate;
	}

	/**
	 * Return the intermediate as PEM.
	 * @return its certificate
	 */
	public String intermediatePem() {
		return this.intermediate.getCertificatePEM();
	}

	/**
	 * Write the root into a file.
	 * @param directory the folder of the file
	 * @return the PEM file
	 * @throws IOException if that fails
	 */
	public Path writeRootPem(Path directory) throws IOException {
		return Files.writeString(directory.resolve("root.pem"), rootPem());
	}

}

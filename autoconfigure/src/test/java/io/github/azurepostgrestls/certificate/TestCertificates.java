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

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import org.springframework.util.function.ThrowingSupplier;

/**
 * Certificates to be changed by a test into what it is about.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TestCertificates {

	private static final byte[] DER_NULL = { 5, 0 };

	private static final X509Bundle AUTHORITY = selfSigned(authority("authority"));

	private TestCertificates() {
	}

	public static CertificateBuilder authority(String commonName) {
		return certificate("CN=" + commonName).setIsCertificateAuthority(true)
			.setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign);
	}

	public static CertificateBuilder server(String... names) {
		GeneralName[] generalNames = Arrays.stream(names)
			.map((name) -> new GeneralName(GeneralName.dNSName, name))
			.toArray(GeneralName[]::new);
		return named(certificate("CN=server").addExtendedKeyUsageServerAuth(), generalNames);
	}

	public static CertificateBuilder certificate(String subject) {
		return new CertificateBuilder().ecp256()
			.subject(subject)
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(Duration.ofDays(1)));
	}

	// Not the builder's own way, which refuses what servers may send
	public static CertificateBuilder named(CertificateBuilder certificate, GeneralName... names) {
		return with(certificate, Extension.subjectAlternativeName, new GeneralNames(names));
	}

	public static CertificateBuilder identified(CertificateBuilder certificate, int key) {
		return with(certificate, Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(new byte[] { (byte) key }));
	}

	public static CertificateBuilder identifying(CertificateBuilder certificate, int issuerKey) {
		return with(certificate, Extension.authorityKeyIdentifier,
				new AuthorityKeyIdentifier(new byte[] { (byte) issuerKey }));
	}

	public static CertificateBuilder permitting(CertificateBuilder certificate, String names) {
		return with(certificate, Extension.nameConstraints, new NameConstraints(
				new GeneralSubtree[] { new GeneralSubtree(new GeneralName(GeneralName.dNSName, names)) }, null));
	}

	private static CertificateBuilder with(CertificateBuilder certificate, ASN1ObjectIdentifier extension,
			ASN1Object value) {
		return certificate.addExtensionOctetString(extension.getId(), false,
				ThrowingSupplier.of(value::getEncoded).get());
	}

	public static CertificateBuilder unreadable(CertificateBuilder certificate, String extension) {
		return certificate.addExtensionOctetString(extension, false, DER_NULL);
	}

	public static X509Bundle selfSigned(CertificateBuilder certificate) {
		return ThrowingSupplier.of(certificate::buildSelfSigned).get();
	}

	// Of the time before there were extensions
	public static X509Bundle rootOfVersion1(String commonName) {
		return ThrowingSupplier.of(() -> {
			KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
			X500Principal name = new X500Principal("CN=" + commonName);
			X509Certificate root = new JcaX509CertificateConverter()
				.getCertificate(new JcaX509v1CertificateBuilder(name, BigInteger.TEN,
						Date.from(Instant.now().minus(Duration.ofDays(1))),
						Date.from(Instant.now().plus(Duration.ofDays(1))), name, keys.getPublic())
					.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
			return X509Bundle.fromCertificatePath(new X509Certificate[] { root }, root, keys);
		}).get();
	}

	public static X509Certificate issued(CertificateBuilder certificate) {
		return issued(certificate, AUTHORITY).getCertificate();
	}

	public static X509Bundle issued(CertificateBuilder certificate, X509Bundle issuer) {
		return ThrowingSupplier.of(() -> certificate.buildIssuedBy(issuer)).get();
	}

	// JDK 17 is silent about extensions that it can't read, later ones and other
	// providers throw
	public static X509Certificate asBouncyCastleReads(X509Certificate certificate) {
		return ThrowingSupplier
			.of(() -> (X509Certificate) CertificateFactory.getInstance("X.509", new BouncyCastleProvider())
				.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())))
			.get();
	}

}

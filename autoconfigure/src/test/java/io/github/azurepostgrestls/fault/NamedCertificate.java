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

package io.github.azurepostgrestls.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * A certificate with any names at all, as a stranger may present it. Its signature is
 * void.
 *
 * @author the azure-postgres-tls contributors
 */
public final class NamedCertificate {

	private static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(
			PKCSObjectIdentifiers.sha256WithRSAEncryption);

	private static final SubjectPublicKeyInfo KEY = createKey();

	private NamedCertificate() {
	}

	private static SubjectPublicKeyInfo createKey() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return SubjectPublicKeyInfo.getInstance(generator.generateKeyPair().getPublic().getEncoded());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Create a certificate.
	 * @param subject the common name of the subject
	 * @param issuer the common name of the issuer
	 * @param hosts the DNS names
	 * @return the certificate
	 * @throws CertificateException if the JDK can't read a certificate with such names
	 */
	public static X509Certificate of(String subject, String issuer, List<String> hosts) throws CertificateException {
		V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
		generator.setSerialNumber(new ASN1Integer(BigInteger.TEN));
		generator.setSignature(SIGNATURE);
		generator.setIssuer(name(issuer));
		generator.setSubject(name(subject));
		generator.setStartDate(new Time(Date.from(Instant.now().minus(Duration.ofDays(1)))));
		generator.setEndDate(new Time(Date.from(Instant.now().plus(Duration.ofDays(1)))));
		generator.setSubjectPublicKeyInfo(KEY);
		if (!hosts.isEmpty()) {
			generator.setExtensions(new Extensions(alternativeNames(hosts)));
		}
		ASN1EncodableVector certificate = new ASN1EncodableVector();
		certificate.add(generator.generateTBSCertificate());
		certificate.add(SIGNATURE);
		certificate.add(new DERBitString(new byte[256]));
		return parse(new DERSequence(certificate));
	}

	private static X500Name name(String commonName) {
		return new X500NameBuilder().addRDN(BCStyle.CN, new DERUTF8String(commonName)).build();
	}

	private static Extension alternativeNames(List<String> hosts) {
		try {
			GeneralName[] names = hosts.stream()
				.map((host) -> new GeneralName(GeneralName.dNSName, new DERIA5String(host, false)))
				.toArray(GeneralName[]::new);
			return Extension.create(Extension.subjectAlternativeName, false, new GeneralNames(names));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static X509Certificate parse(DERSequence certificate) throws CertificateException {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

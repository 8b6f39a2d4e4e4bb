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

package io.github.azurepostgrestls.differential;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.ThrowingSupplier;

/**
 * How one certificate is made, flaws included.
 *
 * @author the azure-postgres-tls contributors
 */
final class Recipe {

	private final KeyPair keys;

	private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();

	private X500Name subject;

	private Instant starts = Instant.now().minus(Duration.ofDays(2));

	private Instant ends = Instant.now().plus(Duration.ofDays(300));

	private @Nullable String signature;

	private boolean version1;

	Recipe(String subject, KeyPair keys) {
		this.subject = new X500Name(subject);
		this.keys = keys;
	}

	Recipe authority() {
		return with(Extension.basicConstraints, true, new BasicConstraints(true)).with(Extension.keyUsage, true,
				new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
	}

	Recipe pathLength(int length) {
		return with(Extension.basicConstraints, true, new BasicConstraints(length));
	}

	Recipe server(String... names) {
		with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
		with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
		return (names.length > 0) ? named(Arrays.stream(names).map(Recipe::name).toArray(GeneralName[]::new)) : this;
	}

	Recipe named(GeneralName... names) {
		return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
	}

	private static GeneralName name(String name) {
		boolean address = name.contains(":") || name.matches("[0-9.]+");
		return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
	}

	Recipe usage(int usage) {
		return with(Extension.keyUsage, true, new KeyUsage(usage));
	}

	Recipe purpose(KeyPurposeId purpose) {
		return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
	}

	Recipe constrained(@Nullable String permitted, @Nullable String excluded) {
		return with(Extension.nameConstraints, true, new NameConstraints(subtree(permitted), subtree(excluded)));
	}

	private static GeneralSubtree @Nullable [] subtree(@Nullable String name) {
		return (name != null) ? new GeneralSubtree[] { new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)) }
				: null;
	}

	Recipe subject(String subject) {
		this.subject = new X500Name(subject);
		return this;
	}

	Recipe with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
		this.extensions.put(id,
				ThrowingSupplier.of(() -> new Extension(id, critical, value.toASN1Primitive().getEncoded())).get());
		return this;
	}

	Recipe without(ASN1ObjectIdentifier id) {
		this.extensions.remove(id);
		return this;
	}

	Recipe valid(Duration from, Duration to) {
		this.starts = Instant.now().plus(from);
		this.ends = Instant.now().plus(to);
		return this;
	}

	Recipe expired() {
		return valid(Duration.ofDays(-20), Duration.ofDays(-1));
	}

	Recipe notYetValid() {
		return valid(Duration.ofDays(1), Duration.ofDays(20));
	}

	Recipe signed(String algorithm) {
		this.signature = algorithm;
		return this;
	}

	Recipe version1() {
		this.version1 = true;
		return this;
	}

	Holder selfSigned() {
		return sign(this.subject, this.keys);
	}

	Holder by(Holder issuer) {
		return sign(X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()), issuer.keys());
	}

	private Holder sign(X500Name issuer, KeyPair issuerKeys) {
		return ThrowingSupplier.of(() -> {
			String algorithm = (this.signature != null) ? this.signature : signatureFor(issuerKeys);
			JcaContentSignerBuilder signing = new JcaContentSignerBuilder(algorithm);
			if (algorithm.endsWith("MGF1")) {
				// The JDK has no algorithm of this name
				signing.setProvider(new BouncyCastleProvider());
			}
			ContentSigner signer = signing.build(issuerKeys.getPrivate());
			return new Holder(
					new JcaX509CertificateConverter().getCertificate(build(issuer, this.keys.getPublic(), signer)),
					this.keys);
		}).get();
	}

	private X509CertificateHolder build(X500Name issuer, PublicKey key, ContentSigner signer) throws Exception {
		SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
		if (this.version1) {
			return new X509v1CertificateBuilder(issuer, Certificates.serialNumber(), Date.from(this.starts),
					Date.from(this.ends), this.subject, info)
				.build(signer);
		}
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuer, Certificates.serialNumber(),
				Date.from(this.starts), Date.from(this.ends), this.subject, info);
		for (Extension extension : this.extensions.values()) {
			builder.addExtension(extension);
		}
		return builder.build(signer);
	}

	private static String signatureFor(KeyPair keys) {
		return switch (keys.getPrivate().getAlgorithm()) {
			case "EC" -> "SHA256withECDSA";
			case "EdDSA", "Ed25519" -> "Ed25519";
			case "DSA" -> "SHA256withDSA";
			default -> "SHA256withRSA";
		};
	}

}

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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateStrength}.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateStrengthTests {

	private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

	@ParameterizedTest
	@CsvSource({ "RSA,1024,an RSA key of 1024 bits", "RSA,2040,an RSA key of 2040 bits",
			"DSA,1024,a DSA key of 1024 bits", "DH,1024,a Diffie-Hellman key of 1024 bits" })
	void refusesShortKeys(String algorithm, int bits, String weakness) throws Exception {
		assertThat(CertificateStrength.weaknessOf(keys(algorithm, bits).getPublic())).isEqualTo(weakness);
	}

	@ParameterizedTest
	@CsvSource({ "RSA,2048", "DSA,2048", "DH,2048", "EC,256" })
	void acceptsTheShortestStrongKeys(String algorithm, int bits) throws Exception {
		assertThat(CertificateStrength.weaknessOf(keys(algorithm, bits).getPublic())).isNull();
	}

	// The JDK itself has no such curves
	@ParameterizedTest
	@CsvSource({ "secp192r1,an EC key of 192 bits", "secp224r1," })
	void drawsTheLineBelowCurvesOf224Bits(String curve, String weakness) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
		generator.initialize(new ECGenParameterSpec(curve));
		assertThat(CertificateStrength.weaknessOf(generator.generateKeyPair().getPublic())).isEqualTo(weakness);
	}

	@Test
	void acceptsKeysOfFixedSize() throws Exception {
		KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		assertThat(CertificateStrength.weaknessOf(keys.getPublic())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "MD2withRSA", "MD5withRSA", "SHA1withRSA", "SHA1withECDSA", "SHA1withDSA",
			"SHA-1withRSASSA-PSS", "sha1", "SHA-1" })
	void refusesWeakDigests(String algorithm) {
		assertThat(CertificateStrength.isWeakSignature(algorithm)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHA224withRSA", "SHA256withRSA", "SHA512withECDSA", "SHA-256withRSASSA-PSS", "Ed25519",
			"SHA3-256withRSA" })
	void acceptsStrongDigests(String algorithm) {
		assertThat(CertificateStrength.isWeakSignature(algorithm)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "SHA256withRSA,", "SHA1withRSA,the signature SHA1withRSA", "MD5withRSA,the signature MD5withRSA",
			"SHA256withRSAandMGF1,", "SHA1withRSAandMGF1,the signature SHA-1withRSASSA-PSS" })
	void judgesTheSignatureOfACertificate(String algorithm, String weakness) throws Exception {
		KeyPair keys = keys("RSA", 2048);
		X509Certificate certificate = certificate(keys,
				new JcaContentSignerBuilder(algorithm).setProvider(BOUNCY_CASTLE).build(keys.getPrivate()));
		assertThat(CertificateStrength.weaknessOf(certificate)).isEqualTo(weakness);
	}

	@Test
	void judgesTheKeyOfACertificateWithAStrongSignature() throws Exception {
		KeyPair keys = keys("RSA", 1024);
		X509Certificate certificate = certificate(keys,
				new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
		assertThat(CertificateStrength.weaknessOf(certificate)).isEqualTo("an RSA key of 1024 bits");
	}

	// RFC 4055, 3.1: then it is SHA-1
	@Test
	void refusesAnRsaPssSignatureThatDoesNotTellItsDigest() throws Exception {
		X509Certificate certificate = certificate(keys("RSA", 2048), new WithoutParameters());
		assertThat(CertificateStrength.weaknessOf(certificate)).isEqualTo("the signature SHA-1withRSASSA-PSS");
	}

	private static KeyPair keys(String algorithm, int bits) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(bits);
		return generator.generateKeyPair();
	}

	private static X509Certificate certificate(KeyPair keys, ContentSigner signer) throws Exception {
		Instant now = Instant.now();
		X500Principal name = new X500Principal("CN=signed");
		return new JcaX509CertificateConverter().getCertificate(
				new JcaX509v3CertificateBuilder(name, BigInteger.TEN, Date.from(now.minus(Duration.ofDays(1))),
						Date.from(now.plus(Duration.ofDays(1))), name, keys.getPublic())
					.build(signer));
	}

	private static final class WithoutParameters implements ContentSigner {

		private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

		@Override
		public AlgorithmIdentifier getAlgorithmIdentifier() {
			return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
		}

		@Override
		public OutputStream getOutputStream() {
			return this.signed;
		}

		@Override
		public byte[] getSignature() {
			return new byte[256];
		}

	}

}

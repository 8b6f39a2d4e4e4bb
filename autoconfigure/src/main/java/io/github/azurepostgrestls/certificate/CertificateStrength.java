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

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.crypto.interfaces.DHKey;

import org.jspecify.annotations.Nullable;

/**
 * Judges whether the key or the signature of a certificate is weaker than 112 bits of
 * security, which OpenSSL's security level 2 refuses. The JDK lets RSA and DSA keys of
 * 1024 bits pass, and SHA-1 signatures where the root isn't one of its own.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href= "https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/">OpenSSL:
 * security levels</a>
 */
public final class CertificateStrength {

	private static final int MINIMUM_RSA_BITS = 2048;

	private static final int MINIMUM_DSA_BITS = 2048;

	private static final int MINIMUM_DH_BITS = 2048;

	private static final int MINIMUM_EC_BITS = 224;

	private static final String PSS = "RSASSA-PSS";

	private static final String DEFAULT_PSS_DIGEST = "SHA-1";

	private static final Pattern WEAK_DIGEST = Pattern.compile("^(md2|md5|sha-?1)(with.*)?$");

	private CertificateStrength() {
	}

	/**
	 * Return what is too weak about a certificate.
	 * @param certificate the certificate
	 * @return the key or the signature algorithm, or {@code null} if both are strong
	 */
	public static @Nullable String weaknessOf(X509Certificate certificate) {
		String signature = signatureOf(certificate);
		return isWeakSignature(signature) ? "the signature " + signature : weaknessOf(certificate.getPublicKey());
	}

	// The name of RSASSA-PSS leaves the digest to the parameters (RFC 4055, 3.1)
	private static String signatureOf(X509Certificate certificate) {
		String name = certificate.getSigAlgName();
		if (!name.equals(PSS)) {
			return name;
		}
		byte[] encoded = certificate.getSigAlgParams();
		if (encoded == null) {
			return DEFAULT_PSS_DIGEST + "with" + name;
		}
		try {
			AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
			parameters.init(encoded);
			return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm() + "with" + name;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The JDK can't read parameters that it has parsed", ex);
		}
	}

	/**
	 * Return whether a signature algorithm is too weak.
	 * @param algorithm the JDK's name of the algorithm, for example {@code SHA1withRSA}
	 * @return whether its digest is
	 */
	public static boolean isWeakSignature(String algorithm) {
		return WEAK_DIGEST.matcher(algorithm.toLowerCase(Locale.ROOT)).matches();
	}

	/**
	 * Return what is too weak about a key.
	 * @param key the key
	 * @return its algorithm and size, or {@code null} if it is strong
	 */
	public static @Nullable String weaknessOf(PublicKey key) {
		if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MINIMUM_RSA_BITS) {
			return "an RSA key of %d bits".formatted(rsa.getModulus().bitLength());
		}
		if (key instanceof DSAKey dsa && dsa.getParams().getP().bitLength() < MINIMUM_DSA_BITS) {
			return "a DSA key of %d bits".formatted(dsa.getParams().getP().bitLength());
		}
		if (key instanceof DHKey dh && dh.getParams().getP().bitLength() < MINIMUM_DH_BITS) {
			return "a Diffie-Hellman key of %d bits".formatted(dh.getParams().getP().bitLength());
		}
		if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() < MINIMUM_EC_BITS) {
			return "an EC key of %d bits".formatted(ec.getParams().getOrder().bitLength());
		}
		return null;
	}

}

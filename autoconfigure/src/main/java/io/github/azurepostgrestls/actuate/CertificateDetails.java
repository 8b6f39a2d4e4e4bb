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

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import javax.security.auth.x500.X500Principal;

import io.github.azurepostgrestls.certificate.SubjectAlternativeNames;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * One certificate as operators see it. The names follow those of Spring Boot's
 * {@link org.springframework.boot.info.SslInfo}, where it has them.
 *
 * @param subject the subject as an RFC 2253 name
 * @param issuer the issuer as an RFC 2253 name
 * @param serialNumber the serial number in hexadecimal digits
 * @param version the X.509 version, for example {@code V3}
 * @param signatureAlgorithmName the JDK's name of the signature algorithm
 * @param publicKey the algorithm and the size in bits, for example {@code RSA 2048}
 * @param subjectAlternativeNames the DNS names and IP addresses
 * @param fingerprintSha256 the SHA-256 fingerprint in pairs of hexadecimal digits
 * @param validityStarts the first moment of the validity
 * @param validityEnds the last moment of the validity
 * @param validity whether it is valid now
 * @author the azure-postgres-tls contributors
 */
public record CertificateDetails(String subject, String issuer, String serialNumber, String version,
		String signatureAlgorithmName, String publicKey, List<String> subjectAlternativeNames, String fingerprintSha256,
		Instant validityStarts, Instant validityEnds, Validity validity) {

	private static final int TEXT_LIMIT = 500;

	private static final int NAMES_SHOWN = 100;

	/**
	 * Describe a certificate.
	 * @param certificate the certificate
	 * @param now the moment at which its validity is judged
	 * @return the details
	 */
	static CertificateDetails of(X509Certificate certificate, Instant now) {
		Instant starts = certificate.getNotBefore().toInstant();
		Instant ends = certificate.getNotAfter().toInstant();
		return new CertificateDetails(nameOf(certificate.getSubjectX500Principal()),
				nameOf(certificate.getIssuerX500Principal()), serialNumberOf(certificate),
				"V" + certificate.getVersion(), UntrustedText.show(certificate.getSigAlgName(), TEXT_LIMIT),
				UntrustedText.show(describe(certificate.getPublicKey()), TEXT_LIMIT), alternativeNamesOf(certificate),
				fingerprint(certificate), starts, ends, Validity.of(starts, ends, now));
	}

	/**
	 * Describe the same certificate at another moment.
	 * @param now the moment at which its validity is judged
	 * @return the details, the same if they haven't changed
	 */
	CertificateDetails at(Instant now) {
		Validity current = Validity.of(this.validityStarts, this.validityEnds, now);
		return current.equals(this.validity) ? this
				: new CertificateDetails(this.subject, this.issuer, this.serialNumber, this.version,
						this.signatureAlgorithmName, this.publicKey, this.subjectAlternativeNames,
						this.fingerprintSha256, this.validityStarts, this.validityEnds, current);
	}

	/**
	 * Return a name as it may be shown.
	 * @param principal a subject or an issuer
	 * @return the RFC 2253 name, escaped and cut
	 */
	static String nameOf(X500Principal principal) {
		return UntrustedText.show(principal.getName(), TEXT_LIMIT);
	}

	/**
	 * Return a serial number as it may be shown.
	 * @param certificate the certificate
	 * @return hexadecimal digits, cut
	 */
	static String serialNumberOf(X509Certificate certificate) {
		return UntrustedText.show(certificate.getSerialNumber().toString(16), TEXT_LIMIT);
	}

	private static List<String> alternativeNamesOf(X509Certificate certificate) {
		List<String> names = SubjectAlternativeNames.of(certificate);
		Stream<String> shown = names.stream().limit(NAMES_SHOWN).map((name) -> UntrustedText.show(name, TEXT_LIMIT));
		return ((names.size() > NAMES_SHOWN)
				? Stream.concat(shown, Stream.of("… (%d more names)".formatted(names.size() - NAMES_SHOWN))) : shown)
			.toList();
	}

	private static String describe(PublicKey key) {
		if (key instanceof RSAKey rsa) {
			return "RSA " + rsa.getModulus().bitLength();
		}
		if (key instanceof ECKey ec) {
			return "EC " + ec.getParams().getOrder().bitLength();
		}
		return key.getAlgorithm();
	}

	private static String fingerprint(X509Certificate certificate) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
			return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't digest a certificate", ex);
		}
	}

	/**
	 * Whether a certificate is valid.
	 *
	 * @param status one of {@code VALID}, {@code NOT_YET_VALID}, {@code EXPIRED}
	 * @param message since or until when, or {@code null} if it is valid
	 */
	public record Validity(String status, @Nullable String message) {

		private static final Validity VALID = new Validity("VALID", null);

		private static Validity of(Instant starts, Instant ends, Instant now) {
			if (now.isBefore(starts)) {
				return new Validity("NOT_YET_VALID", "Not valid before %s".formatted(starts));
			}
			if (now.isAfter(ends)) {
				return new Validity("EXPIRED", "Not valid after %s".formatted(ends));
			}
			return VALID;
		}

	}

}

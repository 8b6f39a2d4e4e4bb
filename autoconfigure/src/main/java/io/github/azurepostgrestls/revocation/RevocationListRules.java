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

package io.github.azurepostgrestls.revocation;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a revocation list says of a certificate that is not in it that it is
 * not revoked (RFC 5280, 6.3.3). A list that is only about some certificates or reasons
 * doesn't.
 *
 * @author the azure-postgres-tls contributors
 */
final class RevocationListRules {

	// RFC 5280, 4.2.1 and 5.2
	private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

	private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

	private static final String CRL_NUMBER = "2.5.29.20";

	private static final String DELTA_CRL_INDICATOR = "2.5.29.27";

	// MD2 and MD5, which the JDK and OpenSSL refuse in paths. Both take SHA-1 in lists
	private static final String BROKEN_DIGESTS = "MD";

	private RevocationListRules() {
	}

	/**
	 * Return why a list doesn't tell of a certificate.
	 * @param list a list that the authority has signed
	 * @param question the question about the certificate
	 * @param skew how far the clocks of the authority and of this machine may differ
	 * @return what follows the list in a sentence, or {@code null} if it does
	 */
	static @Nullable String problemOf(X509CRL list, RevocationQuestion question, Duration skew) {
		Instant instant = question.askedAt();
		if (instant.plus(skew).isBefore(list.getThisUpdate().toInstant())) {
			return "is not valid before " + list.getThisUpdate().toInstant();
		}
		if (list.getNextUpdate() == null) {
			return "has no next update";
		}
		if (!instant.minus(skew).isBefore(list.getNextUpdate().toInstant())) {
			return "is outdated since " + list.getNextUpdate().toInstant();
		}
		if (list.getSigAlgName().startsWith(BROKEN_DIGESTS)) {
			return "has the signature " + list.getSigAlgName();
		}
		if (!isSignedWithKeyOf(list, question.issuer())) {
			return "was signed with another key (authorityKeyIdentifier)";
		}
		return problemOfExtensions(list, question.certificate());
	}

	private static boolean isSignedWithKeyOf(X509CRL list, X509Certificate issuer) {
		Asn1Value wanted = Asn1Value.ofExtension(list, AUTHORITY_KEY_IDENTIFIER);
		if (wanted == null) {
			return true;
		}
		Asn1Value own = Asn1Value.ofExtension(issuer, SUBJECT_KEY_IDENTIFIER);
		Optional<Asn1Value> key = wanted.tagged(0);
		Optional<Asn1Value> serial = wanted.tagged(2);
		return (own == null || key.isEmpty() || Arrays.equals(own.bytes(), key.get().bytes()))
				&& (serial.isEmpty() || Arrays.equals(issuer.getSerialNumber().toByteArray(), serial.get().bytes()));
	}

	private static @Nullable String problemOfExtensions(X509CRL list, X509Certificate certificate) {
		if (list.getExtensionValue(DELTA_CRL_INDICATOR) != null) {
			return "has changes only";
		}
		Set<String> unknown = new TreeSet<>(Optional.ofNullable(list.getCriticalExtensionOIDs()).orElse(Set.of()));
		unknown.removeAll(Set.of(AUTHORITY_KEY_IDENTIFIER, CRL_NUMBER, IssuingDistributionPoint.EXTENSION));
		if (!unknown.isEmpty()) {
			return "has unknown critical extensions %s".formatted(unknown);
		}
		return IssuingDistributionPoint.problemOf(list, certificate);
	}

}

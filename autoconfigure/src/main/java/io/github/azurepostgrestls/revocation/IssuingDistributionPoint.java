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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Judges by what a revocation list says of its scope (RFC 5280, 5.2.5), and by what a
 * certificate says of the list that is about it, whether they belong together.
 *
 * @author the azure-postgres-tls contributors
 */
final class IssuingDistributionPoint {

	static final String EXTENSION = "2.5.29.28";

	private static final int ONLY_USERS = 1;

	private static final int ONLY_AUTHORITIES = 2;

	private static final int ONLY_SOME_REASONS = 3;

	private static final int INDIRECT = 4;

	private static final int ONLY_ATTRIBUTES = 5;

	private IssuingDistributionPoint() {
	}

	/**
	 * Return why a list isn't about a certificate.
	 * @param list the list
	 * @param certificate the certificate
	 * @return what follows the list in a sentence, or {@code null} if it is about it
	 */
	static @Nullable String problemOf(X509CRL list, X509Certificate certificate) {
		Asn1Value scope = Asn1Value.ofExtension(list, EXTENSION);
		if (scope != null) {
			boolean authority = certificate.getBasicConstraints() >= 0;
			if (isTrue(scope, authority ? ONLY_USERS : ONLY_AUTHORITIES) || isTrue(scope, ONLY_ATTRIBUTES)) {
				return "is about other kinds of certificates";
			}
			if (isTrue(scope, INDIRECT)) {
				return "is about certificates of other authorities";
			}
			if (scope.tagged(ONLY_SOME_REASONS).isPresent()) {
				return "is about some reasons only";
			}
		}
		return isNamedBy(DistributionPoint.of(certificate), scope) ? null
				: "is not the one that the certificate names (issuingDistributionPoint)";
	}

	private static boolean isTrue(Asn1Value scope, int flag) {
		return scope.tagged(flag).map(Asn1Value::isTrue).orElse(false);
	}

	// Of several distribution points of one list, OpenSSL looks at the first
	private static boolean isNamedBy(List<DistributionPoint> points, @Nullable Asn1Value scope) {
		Asn1Value name = (scope != null) ? scope.tagged(0).orElse(null) : null;
		if (points.isEmpty()) {
			return name == null;
		}
		return points.stream()
			.filter((point) -> !point.indirect() && (name == null || isNamed(name, point)))
			.findFirst()
			.map((point) -> !point.partial())
			.orElse(false);
	}

	private static boolean isNamed(Asn1Value name, DistributionPoint point) {
		return DistributionPoint.fullName(name)
			.stream()
			.anyMatch((each) -> point.names().contains(DistributionPoint.identity(each)));
	}

}

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

import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Applies to a whole path what OpenSSL demands and the JDK doesn't: above all what a root
 * demands of the path below it, which RFC 5280 leaves to the application (6.1.1).
 *
 * @author the azure-postgres-tls contributors
 */
final class TrustAnchorConstraints {

	private static final String NAME_CONSTRAINTS = "2.5.29.30";

	private TrustAnchorConstraints() {
	}

	/**
	 * Require that a path keeps the rules.
	 * @param path the path
	 * @param now the time that certificates are judged by
	 * @throws CertificateRefusedException if it doesn't
	 */
	static void require(VerifiedPath path, Instant now) throws CertificateRefusedException {
		requireKeyIdentifiers(path);
		requirePathLength(path);
		if (path.trustAnchor().getExtensionValue(NAME_CONSTRAINTS) != null) {
			requireNames(path, now);
		}
	}

	private static void requireKeyIdentifiers(VerifiedPath path) throws CertificateRefusedException {
		List<X509Certificate> certificates = path.certificates();
		for (int i = 0; i < certificates.size() - 1; i++) {
			if (!KeyIdentifiers.match(certificates.get(i), certificates.get(i + 1))) {
				throw refused(certificates.get(i),
						"was issued with another key than its issuer's in the path (authorityKeyIdentifier)", null);
			}
		}
	}

	private static void requirePathLength(VerifiedPath path) throws CertificateRefusedException {
		X509Certificate root = path.trustAnchor();
		List<X509Certificate> certificates = path.certificates();
		long intermediates = certificates.subList(1, Math.max(1, certificates.size() - 1))
			.stream()
			.filter((each) -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
			.count();
		if (root.getVersion() >= 3 && intermediates > root.getBasicConstraints()) {
			throw refused(root, "allows %d intermediate certificates below it, and there are %d (basicConstraints)"
				.formatted(root.getBasicConstraints(), intermediates), null);
		}
	}

	// As a certificate of the path, below its own name and key, the root is no longer an
	// anchor whose extensions are ignored
	private static void requireNames(VerifiedPath path, Instant now) throws CertificateRefusedException {
		X509Certificate root = path.trustAnchor();
		try {
			PkixValidation.validate(path.certificates(),
					new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null), now);
		}
		catch (GeneralSecurityException ex) {
			throw refused(root, "doesn't allow the names below it: " + ex.getMessage(), ex);
		}
	}

	private static CertificateRefusedException refused(X509Certificate certificate, String detail,
			@Nullable Throwable cause) {
		return new CertificateRefusedException(CertificateProblem.RULE_BROKEN, certificate, detail, cause);
	}

}

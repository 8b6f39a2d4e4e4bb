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

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A configured root. JSSE does not check trust anchors; libpq asks of them what it asks
 * of any authority.
 *
 * @param certificate the certificate
 * @param flaw why it can't be trusted at any time, to follow its name in a sentence, or
 * {@code null} if it can within its validity
 * @author the azure-postgres-tls contributors
 */
public record RootAuthority(X509Certificate certificate, @Nullable String flaw) {

	// keyCertSign of KeyUsage (RFC 5280, 4.2.1.3)
	private static final int KEY_CERT_SIGN = 5;

	// keyUsage, subjectAltName, basicConstraints, nameConstraints, those of policies and
	// extKeyUsage (RFC 5280, 4.2.1)
	private static final Set<String> KNOWN_CRITICAL_EXTENSIONS = Set.of("2.5.29.15", "2.5.29.17", "2.5.29.19",
			"2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.37", "2.5.29.54");

	/**
	 * Look for flaws of a root.
	 * @param certificate the certificate
	 * @return the root
	 */
	public static RootAuthority of(X509Certificate certificate) {
		return new RootAuthority(certificate, flawOf(certificate));
	}

	private static @Nullable String flawOf(X509Certificate certificate) {
		String weakness = CertificateStrength.weaknessOf(certificate.getPublicKey());
		if (weakness != null) {
			return "has %s, which is too weak".formatted(weakness);
		}
		boolean[] keyUsage = certificate.getKeyUsage();
		if (keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
			return "may not sign certificates (keyUsage)";
		}
		if (!ServerAuthUsage.isForServers(certificate)) {
			return "is not for servers (extendedKeyUsage)";
		}
		if (!KeyIdentifiers.match(certificate, certificate)) {
			return "doesn't identify its own key (authorityKeyIdentifier)";
		}
		String problem = CertificateExtensions.problemOf(certificate);
		if (problem != null) {
			return problem;
		}
		Set<String> unknown = new TreeSet<>(
				Optional.ofNullable(certificate.getCriticalExtensionOIDs()).orElse(Set.of()));
		unknown.removeAll(KNOWN_CRITICAL_EXTENSIONS);
		return unknown.isEmpty() ? null : "has unknown critical extensions %s".formatted(unknown);
	}

	/**
	 * Return why this root isn't trusted.
	 * @param instant the point in time
	 * @return what follows the name of the root in a sentence, or {@code null} if it is
	 * trusted
	 */
	public @Nullable String problemAt(Instant instant) {
		return isValidAt(instant) ? this.flaw : "is valid from %s to %s"
			.formatted(this.certificate.getNotBefore().toInstant(), this.certificate.getNotAfter().toInstant());
	}

	/**
	 * Return whether a point in time lies within the validity of the certificate.
	 * @param instant the point in time
	 * @return whether it does
	 */
	public boolean isValidAt(Instant instant) {
		return !instant.isBefore(this.certificate.getNotBefore().toInstant())
				&& !instant.isAfter(this.certificate.getNotAfter().toInstant());
	}

}

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

package io.github.azurepostgrestls.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A trusted root certificate and where it came from.
 *
 * @param certificate the certificate
 * @param source the location that held it
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public record RootCertificate(X509Certificate certificate, String source) {

	// keyCertSign of KeyUsage (RFC 5280, 4.2.1.3)
	private static final int KEY_CERT_SIGN = 5;

	// keyUsage, subjectAltName, basicConstraints, nameConstraints, those of policies and
	// extKeyUsage (RFC 5280, 4.2.1)
	private static final Set<String> KNOWN_CRITICAL_EXTENSIONS = Set.of("2.5.29.15", "2.5.29.17", "2.5.29.19",
			"2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.37", "2.5.29.54");

	/**
	 * Return the name of the root.
	 * @return the subject as an RFC 2253 name
	 */
	public String name() {
		return this.certificate.getSubjectX500Principal().getName();
	}

	/**
	 * Return whether this root may be used at a point in time. JSSE doesn't ask this of a
	 * trust anchor (RFC 5280 leaves it to the application), libpq does.
	 * @param instant the point in time
	 * @return whether it lies within the validity of the certificate
	 */
	public boolean isValidAt(Instant instant) {
		return !instant.isBefore(this.certificate.getNotBefore().toInstant())
				&& !instant.isAfter(this.certificate.getNotAfter().toInstant());
	}

	/**
	 * Return why this root isn't trusted. JSSE asks nothing of a trust anchor, libpq asks
	 * of it what it asks of any authority.
	 * @param instant the point in time
	 * @return what follows the name of the root in a sentence, or {@code null} if it is
	 * trusted
	 */
	public @Nullable String problemAt(Instant instant) {
		if (!isValidAt(instant)) {
			return "is valid from %s to %s".formatted(this.certificate.getNotBefore().toInstant(),
					this.certificate.getNotAfter().toInstant());
		}
		return flaw();
	}

	/**
	 * Return why this root isn't trusted at any time.
	 * @return what follows the name of the root in a sentence, or {@code null} if it is
	 * trusted within its validity
	 */
	@Nullable String flaw() {
		String weakness = CertificateStrength.weaknessOf(this.certificate.getPublicKey());
		if (weakness != null) {
			return "has %s, which is too weak".formatted(weakness);
		}
		boolean[] keyUsage = this.certificate.getKeyUsage();
		if (keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
			return "may not sign certificates (keyUsage)";
		}
		if (!CertificatePurpose.isForServers(this.certificate)) {
			return "is not for servers (extendedKeyUsage)";
		}
		if (!KeyIdentifiers.match(this.certificate, this.certificate)) {
			return "doesn't identify its own key (authorityKeyIdentifier)";
		}
		String problem = CertificateExtensions.problemOf(this.certificate);
		if (problem != null) {
			return problem;
		}
		Set<String> unknown = new TreeSet<>(
				Optional.ofNullable(this.certificate.getCriticalExtensionOIDs()).orElse(Set.of()));
		unknown.removeAll(KNOWN_CRITICAL_EXTENSIONS);
		return unknown.isEmpty() ? null : "has unknown critical extensions %s".formatted(unknown);
	}

	/**
	 * Require that this is a root: a certificate authority, issued by itself.
	 * @param refusal makes the error of a reason and an action
	 * @throws InvalidTlsConfigurationException if it isn't
	 */
	void requireRoot(BiFunction<String, String, InvalidTlsConfigurationException> refusal) {
		String issuer = this.certificate.getIssuerX500Principal().getName();
		if (!this.certificate.getSubjectX500Principal().equals(this.certificate.getIssuerX500Principal())) {
			throw refusal.apply(
					"It holds '%s', which is no root certificate: '%s' issued it.".formatted(name(), issuer),
					"Remove it and give the root certificate at the end of its chain instead: intermediate and server"
							+ " certificates change without notice.");
		}
		// Version 1 certificates have no basicConstraints; old roots are such (RFC 5280,
		// 4.2.1.9)
		if (this.certificate.getVersion() >= 3 && this.certificate.getBasicConstraints() < 0) {
			throw refusal.apply("It holds '%s', which is no certificate authority.".formatted(name()),
					"Give the root certificate of the authority that issued the server's certificate.");
		}
	}

}

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
import java.util.function.BiFunction;

import io.github.azurepostgrestls.certificate.RootAuthority;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A trusted root certificate and where it came from.
 *
 * @param certificate the certificate
 * @param source the location that held it
 * @author the azure-postgres-tls contributors
 */
public record RootCertificate(X509Certificate certificate, String source) {

	private static final int NAME_LIMIT = 256;

	/**
	 * Return the name of the root.
	 * @return the subject as an RFC 2253 name
	 */
	public String name() {
		return UntrustedText.show(this.certificate.getSubjectX500Principal().getName(), NAME_LIMIT);
	}

	/**
	 * Return why this root isn't trusted.
	 * @param instant the point in time
	 * @return what follows the name of the root in a sentence, or {@code null} if it is
	 * trusted
	 */
	public @Nullable String problemAt(Instant instant) {
		return RootAuthority.of(this.certificate).problemAt(instant);
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

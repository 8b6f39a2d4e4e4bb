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

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Judges the extensions of a certificate that OpenSSL acts upon, whereas the JDK passes
 * over them: those that it can't read and needn't know, and those that it doesn't know.
 *
 * @author the azure-postgres-tls contributors
 */
final class CertificateExtensions {

	// keyUsage, subjectAltName, extKeyUsage (RFC 5280, 4.2.1)
	private static final Map<String, Readable> READABLE = Map.of("2.5.29.15", X509Certificate::getKeyUsage, "2.5.29.17",
			X509Certificate::getSubjectAlternativeNames, "2.5.29.37", X509Certificate::getExtendedKeyUsage);

	// proxyCertInfo (RFC 3820, 3.8), and the resources of RFC 3779, 2 and 3
	private static final Map<String, String> UNKNOWN = Map.of("1.3.6.1.5.5.7.1.14", "is a proxy certificate",
			"1.3.6.1.5.5.7.1.7", "is for IP addresses as resources", "1.3.6.1.5.5.7.1.8",
			"is for autonomous systems as resources");

	private CertificateExtensions() {
	}

	/**
	 * Return what keeps a certificate from a path to a server.
	 * @param certificate the certificate
	 * @return what follows the certificate in a sentence, or {@code null} if nothing does
	 */
	static @Nullable String problemOf(X509Certificate certificate) {
		for (var unknown : UNKNOWN.entrySet()) {
			if (certificate.getExtensionValue(unknown.getKey()) != null) {
				return unknown.getValue();
			}
		}
		for (var readable : READABLE.entrySet()) {
			if (certificate.getExtensionValue(readable.getKey()) != null
					&& !readable.getValue().isReadIn(certificate)) {
				return "has an extension that can't be read (%s)".formatted(readable.getKey());
			}
		}
		return null;
	}

	private interface Readable {

		@Nullable Object read(X509Certificate certificate) throws CertificateParsingException;

		default boolean isReadIn(X509Certificate certificate) {
			try {
				return read(certificate) != null;
			}
			catch (CertificateParsingException ex) {
				return false;
			}
		}

	}

}

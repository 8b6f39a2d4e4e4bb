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
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The names that a certificate was issued for.
 *
 * @author the azure-postgres-tls contributors
 */
public final class SubjectAlternativeNames {

	// dNSName and iPAddress of GeneralName (RFC 5280, 4.2.1.6)
	private static final Set<Integer> HOST_TYPES = Set.of(2, 7);

	private SubjectAlternativeNames() {
	}

	/**
	 * Return the DNS names and IP addresses of a certificate.
	 * @param certificate the certificate
	 * @return the names as text, empty if there are none or if they can't be read
	 */
	public static List<String> of(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			return (names != null) ? names.stream()
				.filter((name) -> HOST_TYPES.contains(name.get(0)))
				.map((name) -> String.valueOf(name.get(1)))
				.toList() : List.of();
		}
		catch (CertificateParsingException ex) {
			return List.of();
		}
	}

}

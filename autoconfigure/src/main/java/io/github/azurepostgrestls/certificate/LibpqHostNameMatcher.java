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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Applies libpq's rule for host names: an asterisk is the whole first label, and stands
 * for one label, and a name with NUL ends the search. JSSE and the driver let the
 * asterisk stand for a part of a label too, and pass over NUL.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-CLIENTCERT">libpq:
 * client verification of server certificates</a>
 */
public final class LibpqHostNameMatcher {

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

	private LibpqHostNameMatcher() {
	}

	/**
	 * Require that the certificate names the host. IP addresses are left to JSSE, which
	 * compares them byte for byte.
	 * @param certificate the server's certificate
	 * @param host the host name or IP address
	 * @throws CertificateRefusedException if it doesn't, or if its names can't be read
	 */
	public static void require(X509Certificate certificate, String host) throws CertificateRefusedException {
		if (ADDRESS.matcher(host).matches()) {
			return;
		}
		Optional<String> first = names(certificate).stream()
			.filter((name) -> name.indexOf('\0') >= 0 || matches(name, host))
			.findFirst();
		if (first.isEmpty() || first.get().indexOf('\0') >= 0) {
			throw new CertificateRefusedException(CertificateProblem.OTHER_HOST_NAME, certificate,
					"has no name that libpq would take for %s".formatted(host), null);
		}
	}

	// The common name counts only where there is no other DNS name (RFC 6125, 6.4.4)
	private static List<String> names(X509Certificate certificate) throws CertificateRefusedException {
		List<String> names = SubjectAlternativeNames.of(certificate)
			.stream()
			.filter((name) -> !ADDRESS.matcher(name).matches())
			.toList();
		return names.isEmpty() ? commonName(certificate) : names;
	}

	// Of several the first, as libpq; JSSE takes the last
	private static List<String> commonName(X509Certificate certificate) throws CertificateRefusedException {
		try {
			return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()
				.stream()
				.filter((rdn) -> rdn.getType().equalsIgnoreCase("CN"))
				.limit(1)
				.map((rdn) -> String.valueOf(rdn.getValue()))
				.toList();
		}
		catch (InvalidNameException ex) {
			throw new CertificateRefusedException(CertificateProblem.OTHER_HOST_NAME, certificate,
					"has a subject that can't be read", ex);
		}
	}

	private static boolean matches(String name, String host) {
		int firstDot = host.indexOf('.');
		return name.equalsIgnoreCase(host) || (firstDot > 0 && name.startsWith("*.")
				&& name.substring(1).equalsIgnoreCase(host.substring(firstDot)));
	}

}

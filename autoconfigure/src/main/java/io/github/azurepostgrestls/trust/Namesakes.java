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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Leaves out what OpenSSL doesn't look at: of authorities that have the same name and the
 * same key identifier it takes the first, and gives up if that didn't sign. The JDK goes
 * on and tries the others.
 *
 * @author the azure-postgres-tls contributors
 */
final class Namesakes {

	private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

	private Namesakes() {
	}

	/**
	 * Return the certificates that OpenSSL might look at.
	 * @param trusted the trusted certificates, which it prefers
	 * @param presented the certificates of the server, its own first
	 * @return those of the server that have no namesake before them
	 */
	static List<X509Certificate> firstOfEach(Stream<X509Certificate> trusted, List<X509Certificate> presented) {
		Set<List<Object>> seen = trusted.map(Namesakes::identity).collect(Collectors.toCollection(HashSet::new));
		return presented.stream()
			.filter((certificate) -> seen.add(identity(certificate)) || certificate.equals(presented.get(0)))
			.toList();
	}

	private static List<Object> identity(X509Certificate certificate) {
		byte[] identifier = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
		return List.of(certificate.getSubjectX500Principal(),
				(identifier != null) ? HexFormat.of().formatHex(identifier) : "");
	}

}

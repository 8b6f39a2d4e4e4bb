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

package io.github.azurepostgrestls.diagnosis;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds in what a server presented the certificates that lead upwards from its own: what
 * it sends beside them, or in another order, doesn't matter.
 *
 * @author the azure-postgres-tls contributors
 */
final class PresentedPath {

	private PresentedPath() {
	}

	/**
	 * Find the path.
	 * @param chain the chain as the server sent it, its own certificate first
	 * @return the server's certificate, its issuer, and so on as far as they were sent
	 */
	static List<X509Certificate> of(List<X509Certificate> chain) {
		Set<X509Certificate> path = new LinkedHashSet<>();
		X509Certificate next = chain.get(0);
		while (next != null && path.add(next)) {
			next = issuerOf(next, chain);
		}
		return List.copyOf(path);
	}

	private static @Nullable X509Certificate issuerOf(X509Certificate certificate, List<X509Certificate> chain) {
		return chain.stream()
			.filter((candidate) -> candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
			.filter((candidate) -> isSignedBy(certificate, candidate))
			.max(Comparator.comparing(X509Certificate::getNotAfter))
			.orElse(null);
	}

	static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
		try {
			certificate.verify(issuer.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}

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

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Configured certificate revocation lists (RFC 5280, 5).
 *
 * @param lists the lists
 * @author the azure-postgres-tls contributors
 */
record RevocationLists(List<X509CRL> lists) {

	// cRLSign of KeyUsage (RFC 5280, 4.2.1.3)
	private static final int CRL_SIGN = 6;

	/**
	 * Create a new {@link RevocationLists} instance.
	 */
	RevocationLists {
		lists = List.copyOf(lists);
	}

	/**
	 * Load the lists, as PEM or DER.
	 * @param locations where they are
	 * @return the lists
	 * @throws InvalidTlsConfigurationException if a location can't be used
	 */
	static RevocationLists load(List<Location> locations) {
		return new RevocationLists(locations.stream().flatMap((location) -> parse(location).stream()).toList());
	}

	private static List<X509CRL> parse(Location location) {
		try {
			Collection<? extends CRL> found = CertificateFactory.getInstance("X.509")
				.generateCRLs(new ByteArrayInputStream(location.read()));
			if (found.isEmpty()) {
				throw new CRLException("No list found");
			}
			return found.stream().map(X509CRL.class::cast).toList();
		}
		catch (CRLException | CertificateException ex) {
			throw location.refused("It holds no certificate revocation list that can be read.",
					"It must be DER, or PEM with blocks that start with -----BEGIN X509 CRL-----.", ex);
		}
	}

	boolean isEmpty() {
		return this.lists.isEmpty();
	}

	/**
	 * Return the lists that may tell of an authority's certificates.
	 * @param issuer the authority
	 * @return a store of lists, which is empty if the authority may not sign any
	 * @throws GeneralSecurityException if this JVM has no such store
	 */
	CertStore of(X509Certificate issuer) throws GeneralSecurityException {
		return CertStore.getInstance("Collection", new CollectionCertStoreParameters(signableBy(issuer)));
	}

	/**
	 * Return the entry that revokes a certificate. Of several lists of one authority the
	 * JDK's checker looks into any one, so they are all read here.
	 * @param certificate the certificate
	 * @param issuer its authority
	 * @return the entry, or {@code null} if there is none in any list
	 */
	@Nullable X509CRLEntry findEntry(X509Certificate certificate, X509Certificate issuer) {
		for (X509CRL list : signableBy(issuer)) {
			X509CRLEntry entry = list.getRevokedCertificate(certificate);
			if (entry != null && isSigned(list, issuer)) {
				return entry;
			}
		}
		return null;
	}

	private List<X509CRL> signableBy(X509Certificate issuer) {
		boolean[] keyUsage = issuer.getKeyUsage();
		return (keyUsage == null || keyUsage[CRL_SIGN]) ? this.lists : List.of();
	}

	private static boolean isSigned(X509CRL list, X509Certificate issuer) {
		try {
			list.verify(issuer.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}

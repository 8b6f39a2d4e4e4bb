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

package io.github.azurepostgrestls.revocation;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Certificate revocation lists (RFC 5280, 5), configured or fetched.
 *
 * @param lists the lists
 * @author the azure-postgres-tls contributors
 */
record CertificateRevocationLists(List<X509CRL> lists) {

	// cRLSign of KeyUsage (RFC 5280, 4.2.1.3)
	private static final int CRL_SIGN = 6;

	/**
	 * Create a new {@link CertificateRevocationLists} instance.
	 */
	CertificateRevocationLists {
		lists = lists.stream().filter(CertificateRevocationLists::isUnderstood).toList();
	}

	/**
	 * Load the lists, as PEM or DER.
	 * @param locations where they are
	 * @return the lists
	 * @throws InvalidTlsConfigurationException if a location can't be used
	 */
	static CertificateRevocationLists load(List<Location> locations) {
		return new CertificateRevocationLists(
				locations.stream().flatMap((location) -> parse(location).stream()).toList());
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
	 * Return what the lists tell of a certificate. Any of them may revoke it; only one
	 * that is about all certificates and reasons and is not outdated says that it is
	 * good.
	 * @param question the question about the certificate
	 * @param skew how far the clocks of the authority and of this machine may differ
	 * @return the answer
	 */
	RevocationAnswer answer(RevocationQuestion question, Duration skew) {
		X509CRLEntry entry = findEntry(question.certificate(), question.issuer());
		if (entry != null) {
			return RevocationAnswer.revoked(entry.getRevocationDate(), entry.getRevocationReason(), null);
		}
		String reason = "no revocation list that its issuer has signed";
		for (X509CRL list : signedBy(question.issuer())) {
			String problem = RevocationListRules.problemOf(list, question, skew);
			if (problem == null) {
				return RevocationAnswer.good(list.getNextUpdate().toInstant());
			}
			reason = "the revocation list " + problem;
		}
		return RevocationAnswer.unknown(reason, null);
	}

	/**
	 * Return the entry that revokes a certificate.
	 * @param certificate the certificate
	 * @param issuer its authority
	 * @return the entry, or {@code null} if there is none in any list
	 */
	@Nullable X509CRLEntry findEntry(X509Certificate certificate, X509Certificate issuer) {
		return signedBy(issuer).stream()
			.map((list) -> list.getRevokedCertificate(certificate))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private List<X509CRL> signedBy(X509Certificate issuer) {
		boolean[] keyUsage = issuer.getKeyUsage();
		if (keyUsage != null && !keyUsage[CRL_SIGN]) {
			return List.of();
		}
		return this.lists.stream()
			.filter((list) -> list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
			.filter((list) -> isSigned(list, issuer))
			.toList();
	}

	// An entry with an unknown critical extension makes a list unusable as a whole (RFC
	// 5280, 5.3), and so do entries of other authorities for OpenSSL
	private static boolean isUnderstood(X509CRL list) {
		return Optional.<Set<? extends X509CRLEntry>>ofNullable(list.getRevokedCertificates())
			.orElse(Set.of())
			.stream()
			.noneMatch((entry) -> entry.hasUnsupportedCriticalExtension() || entry.getCertificateIssuer() != null);
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

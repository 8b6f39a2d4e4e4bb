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

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Verifies the certification path of one server (RFC 5280, 6).
 * <ol>
 * <li>It walks upwards from the server's certificate to each possible issuer: trusted
 * roots first, then what the server presented, in its order.</li>
 * <li>A path that ends in a trusted root is judged as a whole: validity, strength, usage
 * and extensions of each certificate, the JDK's PKIX validation, and what the root
 * demands of the path below it.</li>
 * <li>The first path that passes is the verified one.</li>
 * </ol>
 * If there is none, the refusal is that of the first path that ended in a trusted root,
 * or else the place where the first path ended.
 *
 * @author the azure-postgres-tls contributors
 */
public final class PathVerifier {

	// As many as there are certificates in the longest chain that JSSE takes
	private static final int MAXIMUM_LENGTH = 10;

	// Namesakes that sign each other have more paths than anybody can walk
	private static final int MAXIMUM_STEPS = 100;

	private final List<X509Certificate> presented;

	private final List<RootAuthority> roots;

	private final Instant now;

	private int steps;

	private @Nullable CertificateRefusedException refusalOfPath;

	private @Nullable CertificateRefusedException end;

	private PathVerifier(List<X509Certificate> presented, List<RootAuthority> roots, Instant now) {
		this.presented = presented;
		this.roots = roots;
		this.now = now;
	}

	/**
	 * Verify the path of a server.
	 * @param presented the chain as the server sent it, its own certificate first
	 * @param roots the configured roots, whether they are trusted now or not
	 * @param now the time to judge by
	 * @return the verified path
	 * @throws CertificateRefusedException if there is none
	 */
	public static VerifiedPath verify(List<X509Certificate> presented, List<RootAuthority> roots, Instant now)
			throws CertificateRefusedException {
		PathVerifier verifier = new PathVerifier(presented, roots, now);
		VerifiedPath path = verifier.walk(List.of(presented.get(0)));
		if (path != null) {
			return path;
		}
		throw verifier.refusal();
	}

	private CertificateRefusedException refusal() {
		CertificateRefusedException refusal = (this.refusalOfPath != null) ? this.refusalOfPath : this.end;
		return (refusal != null) ? refusal : new CertificateRefusedException(CertificateProblem.RULE_BROKEN,
				this.presented.get(0), "has too many possible paths", null);
	}

	private @Nullable VerifiedPath walk(List<X509Certificate> path) {
		if (path.size() > MAXIMUM_LENGTH || this.steps++ > MAXIMUM_STEPS) {
			return null;
		}
		X509Certificate last = path.get(path.size() - 1);
		for (RootAuthority root : this.roots) {
			if (isNamedIssuer(root.certificate(), last)) {
				VerifiedPath verified = judge(path, root);
				if (verified != null) {
					return verified;
				}
			}
		}
		boolean further = false;
		for (X509Certificate issuer : this.presented) {
			if (isNamedIssuer(issuer, last) && !path.contains(issuer) && isSignedBy(last, issuer)) {
				further = true;
				List<X509Certificate> longer = new ArrayList<>(path);
				longer.add(issuer);
				VerifiedPath verified = walk(List.copyOf(longer));
				if (verified != null) {
					return verified;
				}
			}
		}
		if (!further) {
			endAt(last);
		}
		return null;
	}

	private void endAt(X509Certificate last) {
		if (this.end == null) {
			this.end = isNamedIssuer(last, last)
					? new CertificateRefusedException(CertificateProblem.UNTRUSTED_ROOT, last,
							"is a root that is not trusted", null)
					: new CertificateRefusedException(CertificateProblem.MISSING_ISSUER, last,
							"has an issuer that is neither trusted nor presented", null);
		}
	}

	private @Nullable VerifiedPath judge(List<X509Certificate> path, RootAuthority root) {
		try {
			List<X509Certificate> certificates = new ArrayList<>(path);
			if (!path.contains(root.certificate())) {
				certificates.add(root.certificate());
			}
			VerifiedPath verified = new VerifiedPath(certificates);
			require(verified, root);
			return verified;
		}
		catch (CertificateRefusedException ex) {
			// A root that only has the name of the issuer says less than any other
			// refusal
			if (this.refusalOfPath == null || this.refusalOfPath.getProblem() == CertificateProblem.OTHER_ROOT_KEY) {
				this.refusalOfPath = ex;
			}
			return null;
		}
	}

	private void require(VerifiedPath path, RootAuthority authority) throws CertificateRefusedException {
		X509Certificate root = path.trustAnchor();
		List<X509Certificate> below = path.belowTrustAnchor();
		X509Certificate last = below.isEmpty() ? root : below.get(below.size() - 1);
		if (!isSignedBy(last, root)) {
			throw new CertificateRefusedException(CertificateProblem.OTHER_ROOT_KEY, last,
					"was signed with another key than that of the trusted root of its issuer's name", null);
		}
		String problem = authority.problemAt(this.now);
		if (problem != null) {
			throw new CertificateRefusedException(CertificateProblem.UNUSABLE_ROOT, root, problem, null);
		}
		for (X509Certificate certificate : below) {
			requireValidity(certificate);
			CertificateRules.require(certificate);
		}
		validate(path);
		TrustAnchorConstraints.require(path, this.now);
	}

	private void requireValidity(X509Certificate certificate) throws CertificateRefusedException {
		Instant starts = certificate.getNotBefore().toInstant();
		Instant ends = certificate.getNotAfter().toInstant();
		if (this.now.isAfter(ends)) {
			throw new CertificateRefusedException(CertificateProblem.EXPIRED, certificate, "expired at " + ends, null);
		}
		if (this.now.isBefore(starts)) {
			throw new CertificateRefusedException(CertificateProblem.NOT_YET_VALID, certificate,
					"is not valid before " + starts, null);
		}
	}

	private void validate(VerifiedPath path) throws CertificateRefusedException {
		List<X509Certificate> below = path.belowTrustAnchor();
		try {
			PkixValidation.validate(below, new TrustAnchor(path.trustAnchor(), null), this.now);
		}
		catch (CertPathValidatorException ex) {
			CertificateProblem problem = (ex.getReason() == BasicReason.ALGORITHM_CONSTRAINED)
					? CertificateProblem.FORBIDDEN_BY_JVM : CertificateProblem.RULE_BROKEN;
			X509Certificate refused = (ex.getIndex() >= 0) ? below.get(ex.getIndex()) : path.certificates().get(0);
			throw new CertificateRefusedException(problem, refused, "breaks a rule: " + ex.getMessage(), ex);
		}
		catch (GeneralSecurityException ex) {
			throw new CertificateRefusedException(CertificateProblem.RULE_BROKEN, path.certificates().get(0),
					"can't be validated: " + ex.getMessage(), ex);
		}
	}

	private static boolean isNamedIssuer(X509Certificate issuer, X509Certificate certificate) {
		return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
	}

	private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
		try {
			certificate.verify(issuer.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}

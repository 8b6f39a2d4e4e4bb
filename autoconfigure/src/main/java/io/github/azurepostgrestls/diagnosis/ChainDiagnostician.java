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
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import javax.security.auth.x500.X500Principal;

import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why no chain leads from a server's certificate to a trusted root, although
 * each certificate on its own is in order.
 *
 * @author the azure-postgres-tls contributors
 */
final class ChainDiagnostician {

	private static final String ROOTS = "azure.postgres.tls.root-certificates";

	// The issuer of Azure's intermediates is an intermediate itself, which DigiCert
	// cross-signed: without that certificate the chain ends too early
	private static final String AZURE_CROSS_SIGNED = "CN=Microsoft TLS RSA Root G2,";

	private static final String AZURE_EXTRA_ROOT = "classpath:azure-postgres-tls/microsoft-tls-rsa-root-g2.pem";

	private final ServerCertificateRefusedException refusal;

	private final List<X509Certificate> chain;

	private final List<X509Certificate> path;

	private final List<RootCertificate> roots;

	private final String server;

	ChainDiagnostician(ServerCertificateRefusedException refusal) {
		this.refusal = refusal;
		this.chain = refusal.getPresentedChain();
		this.path = PresentedPath.of(this.chain);
		this.roots = refusal.getTrustedRoots().asList();
		this.server = refusal.getServer().toString();
	}

	Diagnosis diagnose() {
		X509Certificate last = this.path.get(this.path.size() - 1);
		X500Principal issuer = last.getIssuerX500Principal();
		RootCertificate namesake = this.roots.stream()
			.filter((root) -> root.certificate().getSubjectX500Principal().equals(issuer))
			.findFirst()
			.orElse(null);
		if (namesake != null) {
			return leadsTo(namesake, last);
		}
		if (last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
			return untrusted(nameOf(issuer));
		}
		if (issuer.getName().startsWith(AZURE_CROSS_SIGNED)) {
			return diagnosis(FailureReason.INCOMPLETE_CHAIN,
					"%s did not send the cross-signed certificate '%s', which leads from its chain to DigiCert Global Root G2."
						.formatted(this.server, nameOf(issuer)),
					"Add %s to %s, beside 'azure'.".formatted(AZURE_EXTRA_ROOT, ROOTS));
		}
		if (this.path.size() == 1) {
			return diagnosis(FailureReason.INCOMPLETE_CHAIN,
					"%s sent %s; the intermediate certificate '%s' is missing. Trusted are %s.".formatted(this.server,
							(this.chain.size() == 1) ? "only its own certificate" : "its own certificate and others",
							nameOf(issuer), this.refusal.getTrustedRoots()),
					"Have the server send its intermediate certificates; if the issuer is itself a root of yours, add its"
							+ " certificate to %s.".formatted(ROOTS));
		}
		return untrusted(nameOf(issuer));
	}

	private Diagnosis leadsTo(RootCertificate root, X509Certificate last) {
		String problem = root.problemAt(this.refusal.getRefusedAt());
		if (problem != null) {
			return diagnosis(FailureReason.UNTRUSTED_ROOT,
					"The chain that %s presents leads to '%s' from %s, which is not trusted: it %s."
						.formatted(this.server, root.name(), root.source(), problem),
					"Replace it in %s by the root certificate that the server uses today.".formatted(ROOTS));
		}
		if (!PresentedPath.isSignedBy(last, root.certificate())) {
			return diagnosis(FailureReason.UNTRUSTED_ROOT,
					"The chain that %s presents leads to another certificate of the name '%s' than the one from %s: their keys differ."
						.formatted(this.server, root.name(), root.source()),
					"If this is the server you mean, add its root certificate to %s; otherwise somebody else answers at that"
						.formatted(ROOTS) + " address.");
		}
		CertPathValidatorException violation = violationIn(this.refusal);
		violation = (violation != null) ? violation : violation(root);
		if (violation != null && violation.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
			return diagnosis(FailureReason.WEAK_CERTIFICATE,
					"The chain that %s presents leads to the trusted '%s', but this JVM finds it too weak: %s."
						.formatted(this.server, root.name(), violation.getMessage()),
					"Have the server's certificates issued anew, or look at jdk.certpath.disabledAlgorithms of this JVM.");
		}
		return diagnosis(FailureReason.HANDSHAKE_FAILED,
				"The chain that %s presents leads to the trusted '%s', but a certificate in it breaks a rule: %s."
					.formatted(this.server, root.name(),
							(violation != null) ? violation.getMessage() : this.refusal.getMessage()),
				"Have the server's certificates issued anew.");
	}

	private static String nameOf(X500Principal issuer) {
		return UntrustedText.show(issuer.getName(), CertificateDiagnostician.NAME_LIMIT);
	}

	private Diagnosis untrusted(String root) {
		return diagnosis(FailureReason.UNTRUSTED_ROOT,
				"The chain that %s presents leads to '%s', which is not trusted. Trusted are %s.".formatted(this.server,
						root, this.refusal.getTrustedRoots()),
				"If this is the server you mean, add its root certificate to %s ('azure' there keeps the bundled Azure"
					.formatted(ROOTS) + " roots); otherwise somebody else answers at that address.");
	}

	// What the JDK alone finds, such as what its security properties forbid in TLS
	private static @Nullable CertPathValidatorException violationIn(Throwable refusal) {
		for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
			if (cause instanceof CertPathValidatorException violation) {
				return violation;
			}
		}
		return null;
	}

	// The builder of paths only says that there is none
	private @Nullable CertPathValidatorException violation(RootCertificate root) {
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root.certificate(), null)));
			parameters.setRevocationEnabled(false);
			CertPathValidator.getInstance("PKIX")
				.validate(CertificateFactory.getInstance("X.509").generateCertPath(this.path), parameters);
			return null;
		}
		catch (CertPathValidatorException ex) {
			return ex;
		}
		catch (GeneralSecurityException ex) {
			return null;
		}
	}

	private Diagnosis diagnosis(FailureReason reason, String description, String action) {
		return new Diagnosis(reason, description, action, this.chain);
	}

}

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

import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;

/**
 * Words that no path leads from a server's certificate to a trusted root.
 *
 * @author the azure-postgres-tls contributors
 */
final class RootDiagnostician {

	private static final String ROOTS = "azure.postgres.tls.root-certificates";

	// The issuer of Azure's intermediates is an intermediate itself, which DigiCert
	// cross-signed: without that certificate the chain ends too early
	private static final String AZURE_CROSS_SIGNED = "CN=Microsoft TLS RSA Root G2,";

	private static final String AZURE_EXTRA_ROOT = "classpath:azure-postgres-tls/microsoft-tls-rsa-root-g2.pem";

	private final ServerCertificateRefusedException refusal;

	private final CertificateRefusedException refused;

	RootDiagnostician(ServerCertificateRefusedException refusal, CertificateRefusedException refused) {
		this.refusal = refusal;
		this.refused = refused;
	}

	Diagnosis diagnose() {
		X509Certificate certificate = this.refused.getCertificate();
		return switch (this.refused.getProblem()) {
			case UNUSABLE_ROOT -> unusable(certificate);
			case OTHER_ROOT_KEY -> otherKey(certificate.getIssuerX500Principal());
			case MISSING_ISSUER -> missing(certificate);
			default -> untrusted(certificate.getSubjectX500Principal());
		};
	}

	private Diagnosis unusable(X509Certificate root) {
		return new Diagnosis(FailureReason.UNTRUSTED_ROOT,
				"The chain that %s presents leads to '%s'%s, which is not trusted: it %s.".formatted(server(),
						CertificateDiagnostician.nameOf(root), sourceOf(root.getSubjectX500Principal()),
						this.refused.getDetail()),
				"Replace it in %s by the root certificate that the server uses today.".formatted(ROOTS));
	}

	private Diagnosis otherKey(X500Principal root) {
		return new Diagnosis(FailureReason.UNTRUSTED_ROOT,
				"The chain that %s presents leads to another certificate of the name '%s' than the one%s: their keys differ."
					.formatted(server(), CertificateDiagnostician.show(root.getName()), sourceOf(root)),
				"If this is the server you mean, add its root certificate to %s; otherwise another server answers at that"
					.formatted(ROOTS) + " address.");
	}

	private Diagnosis missing(X509Certificate last) {
		String issuer = CertificateDiagnostician.show(last.getIssuerX500Principal().getName());
		if (issuer.startsWith(AZURE_CROSS_SIGNED)) {
			return new Diagnosis(FailureReason.INCOMPLETE_CHAIN,
					"%s did not send the cross-signed certificate '%s', which leads from its chain to DigiCert Global Root G2."
						.formatted(server(), issuer),
					"Add %s to %s, beside 'azure'.".formatted(AZURE_EXTRA_ROOT, ROOTS));
		}
		if (!last.equals(this.refusal.getPresentedChain().get(0))) {
			return untrusted(last.getIssuerX500Principal());
		}
		return new Diagnosis(FailureReason.INCOMPLETE_CHAIN,
				"%s sent %s, issued by '%s', which is neither sent nor trusted. The trusted roots are %s.".formatted(
						server(),
						(this.refusal.getPresentedChain().size() == 1) ? "only its own certificate"
								: "its own certificate and others",
						issuer, this.refusal.getTrustedRoots()),
				"If that is an intermediate, have the server send it; in PostgreSQL append it to ssl_cert_file. If it is a"
						+ " root of yours and this is the server you mean, add its certificate to %s; otherwise another server answers at that address."
							.formatted(ROOTS));
	}

	private Diagnosis untrusted(X500Principal root) {
		return new Diagnosis(FailureReason.UNTRUSTED_ROOT,
				"The chain that %s presents leads to '%s', which is not trusted. The trusted roots are %s."
					.formatted(server(), CertificateDiagnostician.show(root.getName()), this.refusal.getTrustedRoots()),
				"If this is the server you mean, add its root certificate to %s, beside 'azure' if you need the Azure roots"
					.formatted(ROOTS) + " too; otherwise another server answers at that address.");
	}

	private String sourceOf(X500Principal root) {
		return Optional.of(this.refusal.getTrustedRoots())
			.stream()
			.flatMap((roots) -> roots.asList().stream())
			.filter((candidate) -> candidate.certificate().getSubjectX500Principal().equals(root))
			.map(RootCertificate::source)
			.findFirst()
			.map(" from %s"::formatted)
			.orElse("");
	}

	private String server() {
		return this.refusal.getServer().toString();
	}

}

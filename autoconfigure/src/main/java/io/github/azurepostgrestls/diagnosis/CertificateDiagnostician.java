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
import java.time.Duration;
import java.time.Instant;

import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.revocation.CertificateRevocationException;
import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;

/**
 * Words why a server's certificate was refused. What was found out is in the refusal.
 *
 * @author the azure-postgres-tls contributors
 */
final class CertificateDiagnostician {

	static final int NAME_LIMIT = 150;

	private static final String NEW_CERTIFICATES = "Have the server's certificates issued again";

	private final ServerCertificateRefusedException refusal;

	CertificateDiagnostician(ServerCertificateRefusedException refusal) {
		this.refusal = refusal;
	}

	Diagnosis diagnose() {
		Throwable cause = this.refusal.getCause();
		if (cause instanceof CertificateRevocationException revocation) {
			return revocation.isRevoked() ? revoked(revocation) : revocationUnknown(revocation);
		}
		if (cause instanceof CertificateRefusedException refused) {
			return diagnose(refused);
		}
		return new Diagnosis(FailureReason.HANDSHAKE_FAILED,
				"The certificate of %s was refused: %s.".formatted(server(), this.refusal.getMessage()),
				"The log has the whole exception.");
	}

	private Diagnosis diagnose(CertificateRefusedException refused) {
		X509Certificate certificate = refused.getCertificate();
		return switch (refused.getProblem()) {
			case EXPIRED -> expired(certificate);
			case NOT_YET_VALID -> notYetValid(certificate);
			case WEAK -> new Diagnosis(FailureReason.WEAK_CERTIFICATE, presented(refused),
					NEW_CERTIFICATES + ", with RSA keys of 2048 bits or more and SHA-256 signatures.");
			case FORBIDDEN_BY_JVM -> new Diagnosis(FailureReason.WEAK_CERTIFICATE,
					"The certificate '%s' that %s presents is too weak for this JVM: it %s."
						.formatted(nameOf(certificate), server(), refused.getDetail()),
					NEW_CERTIFICATES + ", or look at jdk.certpath.disabledAlgorithms of this JVM.");
			case NOT_FOR_SERVERS -> new Diagnosis(FailureReason.HANDSHAKE_FAILED, presented(refused),
					NEW_CERTIFICATES + " with serverAuth, or give the server the one that was made for it.");
			case RULE_BROKEN ->
				new Diagnosis(FailureReason.HANDSHAKE_FAILED, presented(refused), NEW_CERTIFICATES + ".");
			case OTHER_HOST_NAME -> new HostNameDiagnostician(this.refusal).diagnose();
			case UNTRUSTED_ROOT, UNUSABLE_ROOT, OTHER_ROOT_KEY, MISSING_ISSUER ->
				new RootDiagnostician(this.refusal, refused).diagnose();
		};
	}

	private String presented(CertificateRefusedException refused) {
		return "The certificate '%s' that %s presents %s.".formatted(nameOf(refused.getCertificate()), server(),
				refused.getDetail());
	}

	private Diagnosis expired(X509Certificate certificate) {
		Instant ends = certificate.getNotAfter().toInstant();
		return new Diagnosis(FailureReason.CERTIFICATE_EXPIRED,
				"The certificate '%s' that %s presents expired at %s, %s ago by this machine's clock."
					.formatted(nameOf(certificate), server(), ends, largestUnit(Duration.between(ends, refusedAt()))),
				"Have the server's certificate renewed; if it should still be valid, check this machine's clock.");
	}

	private Diagnosis notYetValid(X509Certificate certificate) {
		Instant starts = certificate.getNotBefore().toInstant();
		return new Diagnosis(FailureReason.CERTIFICATE_NOT_YET_VALID,
				"The certificate '%s' that %s presents is not valid before %s, which is in %s by this machine's clock."
					.formatted(nameOf(certificate), server(), starts,
							largestUnit(Duration.between(refusedAt(), starts))),
				"Check this machine's clock; if it is right, the server uses its new certificate too early.");
	}

	private static String largestUnit(Duration duration) {
		if (duration.toDays() > 0) {
			return plural(duration.toDays(), "day");
		}
		return (duration.toHours() > 0) ? plural(duration.toHours(), "hour")
				: plural(Math.max(1, duration.toMinutes()), "minute");
	}

	private static String plural(long number, String unit) {
		return (number == 1) ? "1 " + unit : "%d %ss".formatted(number, unit);
	}

	private Diagnosis revoked(CertificateRevocationException revocation) {
		return new Diagnosis(FailureReason.CERTIFICATE_REVOKED,
				"The certificate '%s' of %s is %s.".formatted(nameOf(revocation.getCertificate()), server(),
						revocation.getMessage()),
				"Don't trust this server until its owner has given it a new certificate.");
	}

	private Diagnosis revocationUnknown(CertificateRevocationException revocation) {
		return new Diagnosis(FailureReason.REVOCATION_UNKNOWN,
				"It can't be found out whether the certificate '%s' of %s is revoked: %s."
					.formatted(nameOf(revocation.getCertificate()), server(), revocation.getMessage()),
				"Let this machine reach the responder that the certificate names, configure %s.revocation.crl-locations,"
					.formatted(AzurePostgresTlsProperties.PREFIX)
						+ " or set %s.revocation.mode to soft-fail.".formatted(AzurePostgresTlsProperties.PREFIX));
	}

	private String server() {
		return this.refusal.getServer().toString();
	}

	private Instant refusedAt() {
		return this.refusal.getRefusedAt();
	}

	static String nameOf(X509Certificate certificate) {
		return show(certificate.getSubjectX500Principal().getName());
	}

	static String show(String name) {
		return UntrustedText.show(name, NAME_LIMIT);
	}

}

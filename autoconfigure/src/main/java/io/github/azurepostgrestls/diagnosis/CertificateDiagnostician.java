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
import java.util.List;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.trust.CertificatePurpose;
import io.github.azurepostgrestls.trust.CertificateRevocationException;
import io.github.azurepostgrestls.trust.CertificateStrength;
import io.github.azurepostgrestls.trust.HostNameMismatchException;
import io.github.azurepostgrestls.trust.SubjectAlternativeNames;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;

/**
 * Finds out why a server's certificate was refused, from what the server presented.
 *
 * @author the azure-postgres-tls contributors
 */
final class CertificateDiagnostician {

	private static final int NAMES_SHOWN = 10;

	/** How many characters of a name are shown. */
	static final int NAME_LIMIT = 150;

	private static final String PRIVATE_LINK = ".privatelink.";

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

	private final ServerCertificateRefusedException refusal;

	private final List<X509Certificate> chain;

	private final String server;

	CertificateDiagnostician(ServerCertificateRefusedException refusal) {
		this.refusal = refusal;
		this.chain = refusal.getPresentedChain();
		this.server = refusal.getServer().toString();
	}

	Diagnosis diagnose() {
		if (this.refusal.getCause() instanceof CertificateRevocationException revocation) {
			return revocation.isRevoked() ? revoked(revocation) : revocationUnknown(revocation);
		}
		if (this.refusal.getCause() instanceof HostNameMismatchException) {
			return hostnameMismatch();
		}
		Instant now = this.refusal.getRefusedAt();
		List<X509Certificate> path = PresentedPath.of(this.chain);
		for (X509Certificate certificate : path) {
			if (now.isAfter(certificate.getNotAfter().toInstant())) {
				return expired(certificate, now);
			}
			if (now.isBefore(certificate.getNotBefore().toInstant())) {
				return notYetValid(certificate, now);
			}
		}
		for (X509Certificate certificate : path) {
			String weakness = isSelfIssued(certificate) ? null : CertificateStrength.weaknessOf(certificate);
			if (weakness != null) {
				return weak(certificate, weakness);
			}
			if (!CertificatePurpose.isForServers(certificate)) {
				return notForServers(certificate);
			}
		}
		return new ChainDiagnostician(this.refusal).diagnose();
	}

	private Diagnosis hostnameMismatch() {
		X509Certificate certificate = this.chain.get(0);
		List<String> names = SubjectAlternativeNames.of(certificate);
		String named = names.isEmpty() ? "'%s' and no host name".formatted(subject(certificate))
				: UntrustedText.list(names, NAMES_SHOWN, NAME_LIMIT);
		return diagnosis(FailureReason.HOSTNAME_MISMATCH,
				"The certificate of %s is trusted but doesn't name the host '%s': it names %s.".formatted(this.server,
						this.refusal.getServerName(), named),
				mendOfName(names));
	}

	private String mendOfName(List<String> names) {
		String host = this.refusal.getServerName();
		String fullName = names.stream()
			.filter((name) -> !ADDRESS.matcher(name).matches())
			.findFirst()
			.map((name) -> name.startsWith("*.") ? "<server>" + name.substring(1) : name)
			.map((name) -> UntrustedText.show(name, NAME_LIMIT))
			.orElse("<server>.postgres.database.azure.com");
		boolean address = ADDRESS.matcher(host).matches();
		if (!address && !host.equals(this.refusal.getServer().host())) {
			return "Correct %s.server-name: the certificate names '%s'.".formatted(AzurePostgresTlsProperties.PREFIX,
					fullName);
		}
		if (host.contains(PRIVATE_LINK)) {
			return "Write '%s' into the JDBC URL: inside the virtual network it leads to the private endpoint too."
				.formatted(host.replace(PRIVATE_LINK, "."));
		}
		if (address) {
			return "Write the server's name into the JDBC URL instead of its IP address, '%s'; where that can't be resolved, keep the address and set %s.server-name to the name."
				.formatted(fullName, AzurePostgresTlsProperties.PREFIX);
		}
		return "If '%s' is an alias or a tunnel that leads to the server, set %s.server-name to its name, '%s'; otherwise correct the host of the JDBC URL."
			.formatted(host, AzurePostgresTlsProperties.PREFIX, fullName);
	}

	private Diagnosis expired(X509Certificate certificate, Instant now) {
		Instant ends = certificate.getNotAfter().toInstant();
		return diagnosis(FailureReason.CERTIFICATE_EXPIRED,
				"The certificate '%s' that %s presents expired at %s, %s ago by this machine's clock."
					.formatted(subject(certificate), this.server, ends, Rounded.of(Duration.between(ends, now))),
				"Have the server's certificate renewed; if it should still be valid, check this machine's clock.");
	}

	private Diagnosis notYetValid(X509Certificate certificate, Instant now) {
		Instant starts = certificate.getNotBefore().toInstant();
		return diagnosis(FailureReason.CERTIFICATE_NOT_YET_VALID,
				"The certificate '%s' that %s presents is valid from %s, and this machine's clock says %s: %s too early."
					.formatted(subject(certificate), this.server, starts, now,
							Rounded.of(Duration.between(now, starts))),
				"Check this machine's clock; if it is right, the server uses its new certificate too early.");
	}

	private Diagnosis weak(X509Certificate certificate, String weakness) {
		return diagnosis(FailureReason.WEAK_CERTIFICATE,
				"The certificate '%s' that %s presents has %s, which is too weak.".formatted(subject(certificate),
						this.server, weakness),
				"Have the server's certificates issued anew with RSA keys of 2048 bits or more and SHA-256 signatures.");
	}

	private Diagnosis notForServers(X509Certificate certificate) {
		return diagnosis(FailureReason.HANDSHAKE_FAILED,
				"The certificate '%s' that %s presents is not for servers: its extended key usage lacks serverAuth."
					.formatted(subject(certificate), this.server),
				"Have the certificate issued anew with serverAuth, or give the server the one that was made for it.");
	}

	private Diagnosis revoked(CertificateRevocationException revocation) {
		return diagnosis(FailureReason.CERTIFICATE_REVOKED,
				"The certificate '%s' of %s is %s.".formatted(subject(revocation.getCertificate()), this.server,
						revocation.getMessage()),
				"Don't trust this server until its owner has given it a new certificate.");
	}

	private Diagnosis revocationUnknown(CertificateRevocationException revocation) {
		return diagnosis(FailureReason.REVOCATION_UNKNOWN,
				"It can't be found out whether the certificate '%s' of %s is revoked: %s."
					.formatted(subject(revocation.getCertificate()), this.server, revocation.getMessage()),
				"Let this machine reach the responder that the certificate names, configure %s.revocation.crl-locations,"
					.formatted(AzurePostgresTlsProperties.PREFIX)
						+ " or set %s.revocation.mode to soft-fail.".formatted(AzurePostgresTlsProperties.PREFIX));
	}

	private Diagnosis diagnosis(FailureReason reason, String description, String action) {
		return new Diagnosis(reason, description, action, this.chain);
	}

	private static boolean isSelfIssued(X509Certificate certificate) {
		return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
	}

	private static String subject(X509Certificate certificate) {
		return UntrustedText.show(certificate.getSubjectX500Principal().getName(), NAME_LIMIT);
	}

}

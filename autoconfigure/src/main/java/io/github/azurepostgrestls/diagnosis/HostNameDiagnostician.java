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

import java.util.List;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.certificate.SubjectAlternativeNames;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;

/**
 * Words that a trusted certificate doesn't name the host, and what to do.
 *
 * @author the azure-postgres-tls contributors
 */
final class HostNameDiagnostician {

	private static final int NAMES_SHOWN = 10;

	private static final String PRIVATE_LINK = ".privatelink.";

	private static final String AZURE = ".postgres.database.azure.com";

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

	private static final String SERVER_NAME = AzurePostgresTlsProperties.PREFIX + ".server-name";

	private final ServerCertificateRefusedException refusal;

	private final List<String> names;

	HostNameDiagnostician(ServerCertificateRefusedException refusal) {
		this.refusal = refusal;
		this.names = SubjectAlternativeNames.of(refusal.getPresentedChain().get(0));
	}

	Diagnosis diagnose() {
		String named = this.names.isEmpty()
				? "'%s' and no host name"
					.formatted(CertificateDiagnostician.nameOf(this.refusal.getPresentedChain().get(0)))
				: UntrustedText.list(this.names, NAMES_SHOWN, CertificateDiagnostician.NAME_LIMIT);
		return new Diagnosis(FailureReason.HOSTNAME_MISMATCH,
				"The certificate that %s presents is trusted but doesn't name the host '%s': it names %s."
					.formatted(this.refusal.getServer(), this.refusal.getServerName(), named),
				action());
	}

	private String action() {
		String host = this.refusal.getServerName();
		String fullName = fullName();
		boolean address = ADDRESS.matcher(host).matches();
		if (!address && !host.equals(this.refusal.getServer().host())) {
			return "Correct %s: the certificate names '%s'.".formatted(SERVER_NAME, fullName);
		}
		if (host.contains(PRIVATE_LINK)) {
			return "Write '%s' into the URL: inside the virtual network it leads to the private endpoint too."
				.formatted(host.replace(PRIVATE_LINK, "."));
		}
		if (address) {
			return "Write the server's name into the URL instead of its IP address, '%s'; where that can't be resolved, keep the address and set %s to the name."
				.formatted(fullName, SERVER_NAME);
		}
		if (host.endsWith(AZURE)) {
			return "Correct the host of the URL, or the DNS of this machine: '%s' leads to a server with another name. Look at the private DNS zone and the hosts file."
				.formatted(host);
		}
		return "Correct the host of the URL; if '%s' is an alias or a tunnel that leads to the server, set %s to its name, '%s'."
			.formatted(host, SERVER_NAME, fullName);
	}

	private String fullName() {
		return this.names.stream()
			.filter((name) -> !ADDRESS.matcher(name).matches())
			.findFirst()
			.map((name) -> name.startsWith("*.") ? "<server>" + name.substring(1) : name)
			.map(CertificateDiagnostician::show)
			.orElse("<server>" + AZURE);
	}

}

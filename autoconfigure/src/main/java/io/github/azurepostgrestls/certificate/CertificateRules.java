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

import java.security.cert.X509Certificate;

/**
 * Applies to each certificate below the root what OpenSSL demands and the JDK doesn't.
 *
 * @author the azure-postgres-tls contributors
 */
final class CertificateRules {

	private CertificateRules() {
	}

	static void require(X509Certificate certificate) throws CertificateRefusedException {
		String weakness = CertificateStrength.weaknessOf(certificate);
		if (weakness != null) {
			throw new CertificateRefusedException(CertificateProblem.WEAK, certificate,
					"has %s, which is too weak".formatted(weakness), null);
		}
		String problem = CertificateExtensions.problemOf(certificate);
		if (problem != null) {
			throw new CertificateRefusedException(CertificateProblem.RULE_BROKEN, certificate, problem, null);
		}
		if (!ServerAuthUsage.isForServers(certificate)) {
			throw new CertificateRefusedException(CertificateProblem.NOT_FOR_SERVERS, certificate,
					"is not for servers: its extended key usage lacks serverAuth", null);
		}
	}

}

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

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Applies to each certificate below the root what OpenSSL demands and the JDK doesn't.
 *
 * @author the azure-postgres-tls contributors
 */
final class CertificateRules extends PKIXCertPathChecker {

	@Override
	public void init(boolean forward) {
	}

	@Override
	public boolean isForwardCheckingSupported() {
		return true;
	}

	@Override
	public @Nullable Set<String> getSupportedExtensions() {
		return null;
	}

	@Override
	public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
			throws CertPathValidatorException {
		X509Certificate checked = (X509Certificate) certificate;
		String weakness = CertificateStrength.weaknessOf(checked);
		if (weakness != null) {
			throw new CertPathValidatorException("A certificate has " + weakness, null, null, -1,
					BasicReason.ALGORITHM_CONSTRAINED);
		}
		String problem = CertificateExtensions.problemOf(checked);
		if (problem != null) {
			throw new CertPathValidatorException("A certificate " + problem, null, null, -1,
					PKIXReason.UNRECOGNIZED_CRIT_EXT);
		}
		if (!CertificatePurpose.isForServers(checked)) {
			throw new CertPathValidatorException("A certificate is not for servers", null, null, -1,
					PKIXReason.INVALID_KEY_USAGE);
		}
	}

}

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
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * The JDK's validation of a path (RFC 5280, 6.1), without revocation.
 *
 * @author the azure-postgres-tls contributors
 */
final class PkixValidation {

	private PkixValidation() {
	}

	/**
	 * Validate a path.
	 * @param path the certificates below the anchor, the server's own first
	 * @param anchor what the path must end in
	 * @param now the time that certificates are judged by
	 * @throws GeneralSecurityException if the path isn't valid
	 */
	static void validate(List<X509Certificate> path, TrustAnchor anchor, Instant now) throws GeneralSecurityException {
		PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
		parameters.setRevocationEnabled(false);
		parameters.setDate(Date.from(now));
		CertPathValidator.getInstance("PKIX")
			.validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
	}

}

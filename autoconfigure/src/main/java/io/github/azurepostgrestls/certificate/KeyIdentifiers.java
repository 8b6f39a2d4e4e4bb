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
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Compares the key identifier that a certificate gives of its issuer with the issuer (RFC
 * 5280, 4.2.1.1). OpenSSL does so for each certificate of a path, the JDK only where the
 * issuer is a trust anchor; so it is made one.
 *
 * @author the azure-postgres-tls contributors
 */
final class KeyIdentifiers {

	private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

	private KeyIdentifiers() {
	}

	/**
	 * Return whether an issuer of the right name may be the one that is meant.
	 * @param certificate the certificate
	 * @param issuer a certificate of its issuer's name
	 * @return whether the certificate doesn't identify another key
	 */
	static boolean match(X509Certificate certificate, X509Certificate issuer) {
		// Most roots have none, and validation takes long when a JVM has just started
		if (certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER) == null) {
			return true;
		}
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
			parameters.setRevocationEnabled(false);
			CertPathValidator.getInstance("PKIX")
				.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
			return true;
		}
		catch (CertPathValidatorException ex) {
			return ex.getReason() != PKIXReason.NO_TRUST_ANCHOR;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't verify certificates", ex);
		}
	}

}

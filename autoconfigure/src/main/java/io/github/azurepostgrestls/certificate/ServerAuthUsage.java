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

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Judges whether a certificate may stand in the path of a server. JSSE asks this of the
 * server's own certificate only, and takes anyExtendedKeyUsage for it; OpenSSL asks for
 * serverAuth in every certificate that restricts its usage.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ServerAuthUsage {

	// id-kp-serverAuth (RFC 5280, 4.2.1.12)
	private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

	private ServerAuthUsage() {
	}

	/**
	 * Return whether a certificate may be used for servers.
	 * @param certificate the certificate of a server or of an authority above it
	 * @return whether it doesn't restrict its extended key usage, or names serverAuth
	 */
	public static boolean isForServers(X509Certificate certificate) {
		try {
			List<String> usage = certificate.getExtendedKeyUsage();
			return usage == null || usage.contains(SERVER_AUTHENTICATION);
		}
		catch (CertificateParsingException ex) {
			return false;
		}
	}

}

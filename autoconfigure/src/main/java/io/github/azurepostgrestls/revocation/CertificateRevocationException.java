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

package io.github.azurepostgrestls.revocation;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import io.github.azurepostgrestls.text.UntrustedException;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A certificate is revoked, or it can't be found out whether it is.
 *
 * @author the azure-postgres-tls contributors
 */
public class CertificateRevocationException extends CertificateException {

	private static final int MESSAGE_LIMIT = 500;

	private final X509Certificate certificate;

	private final boolean revoked;

	CertificateRevocationException(X509Certificate certificate, boolean revoked, String message,
			@Nullable Throwable cause) {
		super(UntrustedText.show(message, MESSAGE_LIMIT), (cause != null) ? UntrustedException.harmless(cause) : null);
		this.certificate = certificate;
		this.revoked = revoked;
	}

	/**
	 * Return the certificate.
	 * @return the certificate of the verified path
	 */
	public X509Certificate getCertificate() {
		return this.certificate;
	}

	/**
	 * Return whether the certificate is known to be revoked.
	 * @return {@code false} if nobody could tell
	 */
	public boolean isRevoked() {
		return this.revoked;
	}

}

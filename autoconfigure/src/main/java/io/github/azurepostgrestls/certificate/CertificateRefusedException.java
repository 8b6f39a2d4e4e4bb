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

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import io.github.azurepostgrestls.text.UntrustedException;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A certificate is refused. Says which and why, from where that was found out.
 *
 * @author the azure-postgres-tls contributors
 */
public class CertificateRefusedException extends CertificateException {

	private static final int DETAIL_LIMIT = 500;

	private final CertificateProblem problem;

	private final transient X509Certificate certificate;

	private final String detail;

	/**
	 * Create a new {@link CertificateRefusedException} instance.
	 * @param problem the problem
	 * @param certificate the certificate that has it
	 * @param detail what exactly, to follow the certificate or its name in a sentence
	 * @param cause what the JDK found, or {@code null}
	 */
	public CertificateRefusedException(CertificateProblem problem, X509Certificate certificate, String detail,
			@Nullable Throwable cause) {
		super("A certificate is refused (%s): it %s".formatted(problem, UntrustedText.show(detail, DETAIL_LIMIT)),
				(cause != null) ? UntrustedException.harmless(cause) : null);
		this.problem = problem;
		this.certificate = certificate;
		this.detail = UntrustedText.show(detail, DETAIL_LIMIT);
	}

	/**
	 * Return the problem.
	 * @return the problem
	 */
	public CertificateProblem getProblem() {
		return this.problem;
	}

	/**
	 * Return the certificate that has it.
	 * @return the certificate
	 */
	public X509Certificate getCertificate() {
		return this.certificate;
	}

	/**
	 * Return what exactly is wrong.
	 * @return what follows the certificate in a sentence
	 */
	public String getDetail() {
		return this.detail;
	}

}

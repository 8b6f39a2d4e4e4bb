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

package io.github.azurepostgrestls.location;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Parses the certificates in a PEM text (RFC 7468). Other text is skipped, also other
 * blocks.
 * <p>
 * Each character is looked at a fixed number of times. Spring Boot's own parser works
 * with regular expressions, which take hours for some texts of the size that is allowed
 * here.
 *
 * @author the azure-postgres-tls contributors
 */
public final class PemCertificates {

	private static final String BEGIN = "-----BEGIN ";

	private static final String DASHES = "-----";

	private PemCertificates() {
	}

	/**
	 * Return whether a text has any PEM block.
	 * @param text the text
	 * @return whether one begins in it
	 */
	public static boolean isPem(String text) {
		return text.contains(BEGIN);
	}

	/**
	 * Parse a text.
	 * @param text the text
	 * @return the certificates, at least one
	 * @throws CertificateException if there is none, or one that can't be read
	 */
	public static List<X509Certificate> parse(String text) throws CertificateException {
		CertificateFactory factory = CertificateFactory.getInstance("X.509");
		List<X509Certificate> certificates = new ArrayList<>();
		int from = text.indexOf(BEGIN);
		while (from >= 0) {
			int next = text.indexOf(BEGIN, from + BEGIN.length());
			String block = text.substring(from + BEGIN.length(), (next >= 0) ? next : text.length());
			String label = block.substring(0, Math.max(0, block.indexOf(DASHES)));
			if (label.contains("CERTIFICATE")) {
				certificates.add(parse(block.substring(label.length() + DASHES.length()), label, factory));
			}
			from = next;
		}
		if (certificates.isEmpty()) {
			throw new CertificateException("No certificate found");
		}
		return certificates;
	}

	private static X509Certificate parse(String block, String label, CertificateFactory factory)
			throws CertificateException {
		try {
			String content = block.substring(0, Math.max(0, block.indexOf("-----END " + label + DASHES)));
			ByteArrayInputStream in = new ByteArrayInputStream(
					Base64.getDecoder().decode(content.replaceAll("\\s", "")));
			X509Certificate certificate = (X509Certificate) factory.generateCertificate(in);
			if (in.available() > 0) {
				throw new CertificateException("A certificate is followed by something else in its block");
			}
			return certificate;
		}
		catch (IllegalArgumentException ex) {
			throw new CertificateException("A certificate isn't encoded in Base64", ex);
		}
	}

}

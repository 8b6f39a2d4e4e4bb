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

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.location.PemCertificates;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;

/**
 * Loads the root certificates of a {@link Location}, as PEM or DER.
 *
 * @author the azure-postgres-tls contributors
 */
final class RootCertificateLoader {

	private RootCertificateLoader() {
	}

	/**
	 * Load the roots.
	 * @param location where they are
	 * @return the roots, at least one
	 * @throws InvalidTlsConfigurationException if the location can't be used or holds
	 * anything but roots
	 */
	static List<RootCertificate> load(Location location) {
		List<RootCertificate> roots = new ArrayList<>();
		for (X509Certificate certificate : parse(location.read(), location)) {
			RootCertificate root = new RootCertificate(certificate, location.describe());
			root.requireRoot(location::refused);
			roots.add(root);
		}
		return roots;
	}

	private static List<X509Certificate> parse(byte[] content, Location location) {
		String text = new String(content, StandardCharsets.UTF_8);
		return PemCertificates.isPem(text) ? parsePem(text, location) : parseDer(content, location);
	}

	private static List<X509Certificate> parsePem(String text, Location location) {
		try {
			return PemCertificates.parse(text);
		}
		catch (CertificateException ex) {
			throw location.refused("It is PEM, but without a certificate that can be read.",
					"It must hold blocks that start with -----BEGIN CERTIFICATE-----; download the root certificate again.",
					ex);
		}
	}

	private static List<X509Certificate> parseDer(byte[] content, Location location) {
		try {
			ByteArrayInputStream in = new ByteArrayInputStream(content);
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(in);
			if (in.available() == 0) {
				return List.of(certificate);
			}
			throw location.refused("After a DER certificate it holds something else.",
					"Use one DER certificate a file, or PEM.");
		}
		catch (CertificateException ex) {
			throw location.refused("It holds no certificate: it is neither PEM nor DER.",
					"Name a file with root certificates; export them as PEM from a key store.", ex);
		}
	}

}

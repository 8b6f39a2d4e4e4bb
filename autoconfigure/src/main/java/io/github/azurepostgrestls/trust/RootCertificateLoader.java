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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.Assert;

/**
 * Loads root certificates from one location and refuses whatever is no root.
 *
 * @author the azure-postgres-tls contributors
 */
final class RootCertificateLoader {

	/** Some 500 roots as PEM: several times what any public root program holds. */
	private static final int MAXIMUM_SIZE = 1024 * 1024;

	private static final String INLINE = "inline PEM";

	private final ResourceLoader resourceLoader;

	RootCertificateLoader(ResourceLoader resourceLoader) {
		this.resourceLoader = ApplicationResourceLoader.get(resourceLoader, true);
	}

	List<RootCertificate> load(String property, String location) {
		boolean inline = PemContent.isPresentInText(location);
		Refusal refusal = new Refusal(property, inline ? INLINE : location);
		List<X509Certificate> certificates = inline ? parsePem(location, refusal)
				: parse(read(location, refusal), refusal);
		List<RootCertificate> roots = new ArrayList<>();
		for (X509Certificate certificate : certificates) {
			requireRoot(certificate, refusal);
			roots.add(new RootCertificate(certificate, refusal.location()));
		}
		return roots;
	}

	private byte[] read(String location, Refusal refusal) {
		if (location.isEmpty()) {
			throw refusal.because("A location is empty.", "Remove it or name a file.");
		}
		Resource resource = this.resourceLoader.getResource(location);
		try {
			if (!(resource instanceof ClassPathResource) && !resource.isFile()) {
				throw refusal.because("Root certificates are not loaded from there.",
						"Use a classpath: or file: location, a path, or PEM text.");
			}
			if (resource.isFile() && resource.getFile().isDirectory()) {
				throw refusal.because("It is a directory.", "Name the certificate file in it.");
			}
			try (InputStream in = resource.getInputStream()) {
				byte[] content = in.readNBytes(MAXIMUM_SIZE + 1);
				if (content.length > MAXIMUM_SIZE) {
					throw refusal.because("The file is larger than 1 MiB.",
							"Name a file that holds only root certificates.");
				}
				return content;
			}
		}
		catch (FileNotFoundException | NoSuchFileException ex) {
			throw refusal.because("It does not exist.",
					"Correct the location, or put the file where the application can read it.", ex);
		}
		catch (AccessDeniedException ex) {
			throw refusal.because("The application may not read it.",
					"Give the application's user the right to read it.", ex);
		}
		catch (IOException ex) {
			throw refusal.because("It can't be read: %s.".formatted(ex.getMessage()),
					"Check the file and the rights on it.", ex);
		}
	}

	private List<X509Certificate> parse(byte[] content, Refusal refusal) {
		if (content.length == 0) {
			throw refusal.because("The file is empty.", "Put the PEM of a root certificate into it.");
		}
		String text = new String(content, StandardCharsets.UTF_8);
		return PemContent.isPresentInText(text) ? parsePem(text, refusal) : parseDer(content, refusal);
	}

	private List<X509Certificate> parsePem(String text, Refusal refusal) {
		try {
			PemContent pem = PemContent.of(text);
			Assert.state(pem != null, "No PEM content");
			return pem.getCertificates();
		}
		catch (IllegalStateException ex) {
			throw refusal.because("It is PEM, but without a certificate that can be read.",
					"It must hold blocks that start with -----BEGIN CERTIFICATE-----; download the root certificate again.",
					ex);
		}
	}

	private List<X509Certificate> parseDer(byte[] content, Refusal refusal) {
		try {
			ByteArrayInputStream in = new ByteArrayInputStream(content);
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(in);
			if (in.available() == 0) {
				return List.of(certificate);
			}
			throw refusal.because("After a DER certificate it holds something else.",
					"Use one DER certificate a file, or PEM.");
		}
		catch (CertificateException ex) {
			throw refusal.because("It holds no certificate: it is neither PEM nor DER.",
					"Name a file with root certificates; export them as PEM from a key store.", ex);
		}
	}

	private static void requireRoot(X509Certificate certificate, Refusal refusal) {
		String subject = certificate.getSubjectX500Principal().getName();
		String issuer = certificate.getIssuerX500Principal().getName();
		if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
			throw refusal.because(
					"It holds '%s', which is no root certificate: '%s' issued it.".formatted(subject, issuer),
					"Remove it and give the root certificate at the end of its chain instead: intermediate and server"
							+ " certificates change without notice.");
		}
		// Version 1 certificates have no basicConstraints; old roots are such (RFC 5280,
		// 4.2.1.9)
		if (certificate.getVersion() >= 3 && certificate.getBasicConstraints() < 0) {
			throw refusal.because("It holds '%s', which is no certificate authority.".formatted(subject),
					"Give the root certificate of the authority that issued the server's certificate.");
		}
	}

	/**
	 * How one location is refused.
	 *
	 * @param property the full name of the property
	 * @param location the location as it may be shown
	 */
	private record Refusal(String property, String location) {

		InvalidTlsConfigurationException because(String reason, String action) {
			return because(reason, action, null);
		}

		InvalidTlsConfigurationException because(String reason, String action, @Nullable Exception cause) {
			return new InvalidTlsConfigurationException(this.property, this.location, reason, action, cause);
		}

	}

}

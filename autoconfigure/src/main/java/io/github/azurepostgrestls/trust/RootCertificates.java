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

import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.io.ResourceLoader;
import org.springframework.core.log.LogMessage;

/**
 * The roots that a server's chain may end in: at least one that is valid now.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class RootCertificates {

	private static final Log logger = LogFactory.getLog(RootCertificates.class);

	private final List<RootCertificate> roots;

	private RootCertificates(List<RootCertificate> roots) {
		this.roots = List.copyOf(roots);
	}

	/**
	 * Load the roots from their locations.
	 * @param property the full name of the property that lists the locations, for errors
	 * @param locations the locations, where {@value AzureRootCertificates#NAME} stands
	 * for the bundled roots. Empty means the bundled roots
	 * @param resourceLoader what loads {@code classpath:} locations
	 * @return the roots, each once, without those that aren't valid now
	 * @throws InvalidTlsConfigurationException if a location can't be used, or if no
	 * valid root is left
	 */
	public static RootCertificates load(String property, List<String> locations, ResourceLoader resourceLoader) {
		RootCertificateLoader loader = new RootCertificateLoader(resourceLoader);
		Map<X509Certificate, RootCertificate> found = new LinkedHashMap<>();
		if (locations.isEmpty()) {
			AzureRootCertificates.LOCATIONS.forEach((location) -> addTo(found, loader.load(property, location)));
		}
		for (int i = 0; i < locations.size(); i++) {
			String element = "%s[%d]".formatted(property, i);
			String location = locations.get(i).strip();
			List<String> expanded = AzureRootCertificates.NAME.equals(location) ? AzureRootCertificates.LOCATIONS
					: List.of(location);
			expanded.forEach((each) -> addTo(found, loader.load(element, each)));
		}
		return new RootCertificates(validOnes(property, List.copyOf(found.values())));
	}

	private static void addTo(Map<X509Certificate, RootCertificate> found, List<RootCertificate> loaded) {
		loaded.forEach((root) -> found.putIfAbsent(root.certificate(), root));
	}

	private static List<RootCertificate> validOnes(String property, List<RootCertificate> roots) {
		Instant now = Instant.now();
		List<RootCertificate> valid = new ArrayList<>();
		for (RootCertificate root : roots) {
			if (root.isValidAt(now)) {
				valid.add(root);
			}
			else {
				logger.warn(LogMessage.format("Root certificate '%s' from %s is not used: it is valid from %s to %s",
						root.name(), root.source(), root.certificate().getNotBefore().toInstant(),
						root.certificate().getNotAfter().toInstant()));
			}
		}
		if (valid.isEmpty()) {
			RootCertificate first = roots.get(0);
			throw new InvalidTlsConfigurationException(property, first.source(),
					"None of the root certificates is valid now: '%s' is valid from %s to %s.".formatted(first.name(),
							first.certificate().getNotBefore().toInstant(),
							first.certificate().getNotAfter().toInstant()),
					"Add the root certificate that the server uses today, or '%s' for the bundled Azure roots."
						.formatted(AzureRootCertificates.NAME));
		}
		return valid;
	}

	/**
	 * Return the roots.
	 * @return at least one, in the order of their locations
	 */
	public List<RootCertificate> asList() {
		return this.roots;
	}

	Set<TrustAnchor> anchorsValidAt(Instant instant) {
		return this.roots.stream()
			.filter((root) -> root.isValidAt(instant))
			.map((root) -> new TrustAnchor(root.certificate(), null))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public String toString() {
		return this.roots.stream().map(RootCertificate::name).collect(Collectors.joining("', '", "'", "'"));
	}

}

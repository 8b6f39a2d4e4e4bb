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

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azurepostgrestls.certificate.RootAuthority;
import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.log.LogMessage;

/**
 * The roots that a server's chain may end in: at least one that is trusted now.
 *
 * @author the azure-postgres-tls contributors
 */
public final class RootCertificates {

	private static final Log logger = LogFactory.getLog(RootCertificates.class);

	private final List<RootCertificate> roots;

	// Computed once: finding flaws takes longer than comparing dates
	private final List<RootAuthority> authorities;

	private final InstantSource clock;

	private RootCertificates(List<RootCertificate> roots, InstantSource clock) {
		this.roots = List.copyOf(roots);
		this.authorities = this.roots.stream().map(RootCertificate::certificate).map(RootAuthority::of).toList();
		this.clock = clock;
	}

	/**
	 * Load the roots from their locations.
	 * @param property the full name of the property that lists the locations, for errors
	 * @param locations the locations, where {@value AzureRootCertificates#NAME} stands
	 * for the bundled roots. Empty means the bundled roots
	 * @param resourceLoader what loads {@code classpath:} locations
	 * @return the roots, each once
	 * @throws InvalidTlsConfigurationException if a location can't be used, or if no root
	 * is trusted now
	 */
	public static RootCertificates load(String property, List<String> locations, ResourceLoader resourceLoader) {
		return load(property, locationsOf(property, locations, resourceLoader), InstantSource.system());
	}

	static RootCertificates load(String property, List<Location> locations, InstantSource clock) {
		return of(property, locations.stream().map(RootCertificateLoader::load).flatMap(List::stream), clock);
	}

	static List<Location> locationsOf(String property, List<String> locations, ResourceLoader resourceLoader) {
		ResourceLoader files = ApplicationResourceLoader.get(resourceLoader, true);
		Stream<Location> found = locations.isEmpty() ? bundled(property, files)
				: Location.listOf(property, locations, Location.SMALL, files)
					.stream()
					.flatMap((location) -> AzureRootCertificates.NAME.equals(location.describe())
							? bundled(property, files) : Stream.of(location));
		return found.toList();
	}

	private static Stream<Location> bundled(String property, ResourceLoader files) {
		return AzureRootCertificates.LOCATIONS.stream()
			.map((location) -> new Location(property, location, Location.SMALL, files));
	}

	/**
	 * Take the roots from a trust store.
	 * @param property the full name of the property that names the store, for errors
	 * @param source where the store is from
	 * @param trustStore the store
	 * @param clock the time that the roots are judged by
	 * @return the roots, each once
	 * @throws InvalidTlsConfigurationException if the store holds anything but roots, or
	 * if no root is trusted now
	 */
	static RootCertificates of(String property, String source, KeyStore trustStore, InstantSource clock) {
		try {
			List<RootCertificate> roots = new ArrayList<>();
			for (String alias : Collections.list(trustStore.aliases())) {
				if (trustStore.isCertificateEntry(alias)
						&& trustStore.getCertificate(alias) instanceof X509Certificate certificate) {
					RootCertificate root = new RootCertificate(certificate, "%s (%s)".formatted(source, alias));
					root.requireRoot(
							(reason, action) -> new InvalidTlsConfigurationException(property, source, reason, action));
					roots.add(root);
				}
			}
			if (roots.isEmpty()) {
				throw new InvalidTlsConfigurationException(property, source,
						"Its trust store holds no trusted certificate.", "Add the root certificate of the server.");
			}
			return of(property, roots.stream(), clock);
		}
		catch (KeyStoreException ex) {
			throw new IllegalStateException("The trust store of %s isn't loaded".formatted(source), ex);
		}
	}

	private static RootCertificates of(String property, Stream<RootCertificate> loaded, InstantSource clock) {
		Map<X509Certificate, RootCertificate> found = new LinkedHashMap<>();
		loaded.forEach((root) -> found.putIfAbsent(root.certificate(), root));
		RootCertificates roots = new RootCertificates(List.copyOf(found.values()), clock);
		roots.requireTrusted(property, clock.instant());
		return roots;
	}

	private void requireTrusted(String property, Instant now) {
		Map<RootCertificate, String> problems = new LinkedHashMap<>();
		for (int i = 0; i < this.roots.size(); i++) {
			String problem = this.authorities.get(i).problemAt(now);
			if (problem != null) {
				problems.put(this.roots.get(i), problem);
			}
		}
		if (problems.size() == this.roots.size()) {
			RootCertificate first = this.roots.get(0);
			throw new InvalidTlsConfigurationException(property, first.source(),
					"None of the root certificates can be trusted now: '%s' %s.".formatted(first.name(),
							problems.get(first)),
					"Add the root certificate that the server uses today, or '%s' for the bundled Azure roots."
						.formatted(AzureRootCertificates.NAME));
		}
		problems.forEach((root, problem) -> logger.warn(LogMessage
			.format("Root certificate '%s' from %s is not trusted: it %s", root.name(), root.source(), problem)));
	}

	/**
	 * Return the roots.
	 * @return at least one, in the order of their locations, with those that aren't
	 * trusted now
	 */
	public List<RootCertificate> asList() {
		return this.roots;
	}

	List<RootAuthority> authorities() {
		return this.authorities;
	}

	Set<TrustAnchor> anchors() {
		return this.roots.stream()
			.map((root) -> new TrustAnchor(root.certificate(), null))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public String toString() {
		Instant now = this.clock.instant();
		return IntStream.range(0, this.roots.size())
			.filter((i) -> this.authorities.get(i).problemAt(now) == null)
			.mapToObj(this.roots::get)
			.map((root) -> "'%s' (%s)".formatted(root.name(), root.source()))
			.collect(Collectors.joining(", "));
	}

}

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

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.revocation.RevocationSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;

/**
 * The trust of each DataSource; equal settings share one.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TrustSources {

	private final ResourceLoader resourceLoader;

	private final Supplier<@Nullable SslBundles> bundles;

	private final InstantSource clock;

	private final Map<Key, TrustSource> sources = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link TrustSources} instance.
	 * @param resourceLoader what loads {@code classpath:} locations
	 * @param bundles the SSL bundles, asked for when a setting names one
	 */
	public TrustSources(ResourceLoader resourceLoader, Supplier<@Nullable SslBundles> bundles) {
		this(resourceLoader, bundles, InstantSource.system());
	}

	/**
	 * Create a new {@link TrustSources} instance.
	 * @param resourceLoader what loads {@code classpath:} locations
	 * @param bundles the SSL bundles, asked for when a setting names one
	 * @param clock the time that certificates are judged by. Never a bean: the clock of
	 * an application that stands still would keep expired certificates valid
	 */
	TrustSources(ResourceLoader resourceLoader, Supplier<@Nullable SslBundles> bundles, InstantSource clock) {
		this.resourceLoader = resourceLoader;
		this.bundles = bundles;
		this.clock = clock;
	}

	/**
	 * Return the trust of a DataSource.
	 * @param settings what is configured for it
	 * @return the trust
	 * @throws InvalidTlsConfigurationException if something that is configured can't be
	 * used
	 */
	public TrustSource of(TlsSettings settings) {
		return this.sources.computeIfAbsent(Key.of(settings),
				(key) -> new TrustSource(originOf(settings), settings.reloadOnUpdate(), this.clock));
	}

	private TlsMaterialLoader originOf(TlsSettings settings) {
		RevocationSettings revocation = RevocationSettings.of(settings, this.resourceLoader, this.clock);
		String bundle = settings.bundle();
		return (bundle != null)
				? new SslBundleMaterialLoader(settings.bundleProperty(), bundle, this.bundles.get(),
						settings.reloadOnUpdate(), revocation, this.clock)
				: new LocationMaterialLoader(settings, revocation, this.resourceLoader, this.clock);
	}

	/**
	 * What makes the trust of two DataSources equal.
	 *
	 * @param bundle the name of the bundle
	 * @param roots the locations of the roots, of no use with a bundle
	 * @param revocation the mode of the check for revocation
	 * @param lists the locations of its lists
	 * @param reload whether changes are followed
	 */
	private record Key(@Nullable String bundle, List<String> roots, RevocationMode revocation, List<String> lists,
			boolean reload) {

		static Key of(TlsSettings settings) {
			return new Key(settings.bundle(), (settings.bundle() != null) ? List.of() : settings.rootCertificates(),
					settings.revocationMode(), settings.crlLocations(), settings.reloadOnUpdate());
		}

	}

}

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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManager;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.revocation.RevocationSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Trust that comes from an SSL bundle of Spring Boot.
 *
 * @author the azure-postgres-tls contributors
 */
final class SslBundleMaterialLoader implements TlsMaterialLoader {

	private final String property;

	private final String name;

	private final RevocationSettings revocation;

	private final InstantSource clock;

	// Written by the update handler of the bundle
	private volatile SslBundle bundle;

	/**
	 * Create a new {@link SslBundleMaterialLoader} instance.
	 * @param property the full name of the property that names the bundle, for errors
	 * @param name the name of the bundle
	 * @param bundles all bundles
	 * @param reload whether to follow updates of the bundle
	 * @param revocation where the check for revocation has its lists from
	 * @param clock the time that certificates are judged by
	 * @throws InvalidTlsConfigurationException if there is no such bundle
	 */
	SslBundleMaterialLoader(String property, String name, @Nullable SslBundles bundles, boolean reload,
			RevocationSettings revocation, InstantSource clock) {
		this.property = property;
		this.name = name;
		this.revocation = revocation;
		this.clock = clock;
		if (bundles == null) {
			throw refused("There are no SSL bundles in this application.", "Don't exclude SslAutoConfiguration.");
		}
		this.bundle = find(bundles);
		if (reload) {
			bundles.addBundleUpdateHandler(name, (updated) -> this.bundle = updated);
		}
	}

	private SslBundle find(SslBundles bundles) {
		try {
			return bundles.getBundle(this.name);
		}
		catch (NoSuchSslBundleException ex) {
			throw refused("There is no SSL bundle of that name.",
					"Define spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s. Known bundles: %s."
						.formatted(this.name, this.name, String.join(", ", bundles.getBundleNames())));
		}
	}

	@Override
	public Object version() {
		return List.of(this.bundle, this.revocation.version());
	}

	@Override
	public boolean looksAtFiles() {
		return this.revocation.looksAtFiles();
	}

	@Override
	public TlsMaterial load() {
		SslBundle bundle = this.bundle;
		RootCertificates roots = RootCertificates.of(this.property, describe(), trustStore(bundle), this.clock);
		ServerTrust trust = new ServerTrust(roots, this.revocation.load(), this.clock);
		return new TlsMaterial(trust, keyManagers(bundle), listOf(bundle.getOptions().getEnabledProtocols()),
				listOf(bundle.getOptions().getCiphers()));
	}

	private KeyStore trustStore(SslBundle bundle) {
		try {
			KeyStore trustStore = bundle.getStores().getTrustStore();
			if (trustStore == null) {
				throw refused("The bundle has no trust store, and the JVM's own would trust every public authority.",
						"Give it one, for example spring.ssl.bundle.pem.%s.truststore.certificate."
							.formatted(this.name));
			}
			return trustStore;
		}
		catch (IllegalStateException ex) {
			throw unreadable(ex);
		}
	}

	private List<KeyManager> keyManagers(SslBundle bundle) {
		try {
			return (bundle.getStores().getKeyStore() != null) ? Arrays.asList(bundle.getManagers().getKeyManagers())
					: List.of();
		}
		catch (IllegalStateException ex) {
			throw unreadable(ex);
		}
	}

	private static List<String> listOf(String @Nullable [] values) {
		return (values != null) ? List.of(values) : List.of();
	}

	private InvalidTlsConfigurationException unreadable(Exception cause) {
		return new InvalidTlsConfigurationException(this.property, this.name,
				"The bundle can't be read: %s.".formatted(cause.getMessage()),
				"Check the locations and passwords of spring.ssl.bundle.*.%s.".formatted(this.name), cause);
	}

	private InvalidTlsConfigurationException refused(String reason, String action) {
		return new InvalidTlsConfigurationException(this.property, this.name, reason, action);
	}

	@Override
	public String describe() {
		return "SSL bundle '%s'".formatted(this.name);
	}

}

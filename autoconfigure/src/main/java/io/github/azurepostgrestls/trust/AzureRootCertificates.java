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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Supplier;

import io.github.azurepostgrestls.location.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The root certificates of Azure Database for PostgreSQL that ship in this jar.
 * <p>
 * DigiCert Global Root G2 anchors the servers of the public clouds, Microsoft RSA Root CA
 * 2017 belongs to Microsoft's documented minimum, and DigiCert Global Root CA anchors
 * servers in China and those with a rotation extension.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://learn.microsoft.com/azure/postgresql/security/security-tls">Azure: TLS in
 * Azure Database for PostgreSQL</a>
 */
public final class AzureRootCertificates {

	/**
	 * The word that stands for these roots in a list of locations.
	 */
	public static final String NAME = "azure";

	/**
	 * The locations of the roots that are trusted unless others are configured.
	 */
	public static final List<String> LOCATIONS = List.of("classpath:azure-postgres-tls/digicert-global-root-g2.pem",
			"classpath:azure-postgres-tls/microsoft-rsa-root-ca-2017.pem",
			"classpath:azure-postgres-tls/digicert-global-root-ca.pem");

	private static final String PROPERTY = "azure.postgres.tls.root-certificates";

	private AzureRootCertificates() {
	}

	/**
	 * Return these roots as an SSL bundle, for other clients of the database.
	 * @param resourceLoader what loads {@code classpath:} locations
	 * @return a bundle with a trust store, whose aliases are the names of the files, and
	 * which is loaded when it is asked for
	 */
	public static SslBundle asSslBundle(ResourceLoader resourceLoader) {
		return SslBundle.of(new LazyStores(SingletonSupplier.of(() -> trustStore(resourceLoader))));
	}

	private static KeyStore trustStore(ResourceLoader resourceLoader) {
		try {
			KeyStore trustStore = KeyStore.getInstance(KeyStore.getDefaultType());
			trustStore.load(null, null);
			for (String location : LOCATIONS) {
				String alias = StringUtils.stripFilenameExtension(String.valueOf(StringUtils.getFilename(location)));
				for (RootCertificate root : RootCertificateLoader
					.load(new Location(PROPERTY, location, Location.SMALL, resourceLoader))) {
					trustStore.setCertificateEntry(alias, root.certificate());
				}
			}
			return trustStore;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't make a trust store", ex);
		}
	}

	/**
	 * The stores of the bundle, which hardly an application asks for.
	 *
	 * @param trustStore creates the trust store
	 */
	private record LazyStores(Supplier<KeyStore> trustStore) implements SslStoreBundle {

		@Override
		public @Nullable KeyStore getKeyStore() {
			return null;
		}

		@Override
		public @Nullable String getKeyStorePassword() {
			return null;
		}

		@Override
		public KeyStore getTrustStore() {
			return this.trustStore.get();
		}

	}

}

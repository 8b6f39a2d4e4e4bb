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

package io.github.azurepostgrestls.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Configuration properties} for verified TLS to Azure
 * Database for PostgreSQL.
 *
 * @param enabled Whether PostgreSQL connections are secured. When disabled, the starter
 * does nothing at all, for example for a local database without TLS.
 * @param mode What is verified of the server's certificate, in libpq's terms.
 * @param rootCertificates Comma-separated list of root certificate locations that replace
 * the bundled Azure roots. A location is a 'classpath:' or 'file:' location, a path, or
 * PEM text. The word 'azure' stands for the bundled roots.
 * @param bundle Name of the SSL bundle to take trust, client certificate, protocols and
 * cipher suites from, instead of root certificate locations.
 * @param minimumProtocol Oldest TLS version that is spoken.
 * @param cipherSuites Comma-separated list of the cipher suites to offer, by their JDK
 * names. When empty, those of the JDK are offered.
 * @param serverName Name to verify, and to send as SNI, instead of the URL's host: for
 * private DNS aliases, tunnels and port forwards.
 * @param negotiation How TLS starts: asked for with PostgreSQL's SSLRequest, or directly
 * with a TLS ClientHello, which needs PostgreSQL 17 or later.
 * @param channelBinding Whether SCRAM authentication is bound to the TLS channel.
 * @param revocation Whether and how certificates are checked for revocation.
 * @param reloadOnUpdate Whether files and SSL bundles that changed are used from the next
 * physical connection on.
 * @param certificateValidityWarningThreshold Remaining validity below which a certificate
 * is reported as expiring.
 * @param verifyOnStartup Whether to open one verified connection of each DataSource at
 * start, before any database initializer, and to fail the start if that can't be done.
 * @param developmentDatabases Whether databases that Testcontainers or Docker Compose
 * provide by a service connection are verified like all others, or exempted.
 * @param dataSources Overrides for single DataSources, by bean name.
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = AzurePostgresTlsProperties.PREFIX, ignoreUnknownFields = false)
public record AzurePostgresTlsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("verify-full") VerificationMode mode, @DefaultValue List<String> rootCertificates,
		@Nullable String bundle, @DefaultValue("TLSv1.2") TlsProtocol minimumProtocol,
		@DefaultValue List<String> cipherSuites, @Nullable String serverName,
		@DefaultValue("postgres") Negotiation negotiation, @DefaultValue("prefer") ChannelBinding channelBinding,
		@DefaultValue Revocation revocation, @DefaultValue("true") boolean reloadOnUpdate,
		@DefaultValue("14d") Duration certificateValidityWarningThreshold,
		@DefaultValue("false") boolean verifyOnStartup,
		@DefaultValue("verify") DevelopmentDatabases developmentDatabases,
		@DefaultValue Map<String, DataSourceOverride> dataSources) {

	/**
	 * Prefix of all the properties.
	 */
	public static final String PREFIX = "azure.postgres.tls";

	/**
	 * Overrides for one DataSource. What is not set is as for all.
	 *
	 * @param enabled Whether this DataSource is secured. Visible in log and health when
	 * not.
	 * @param mode What is verified of the server's certificate, in libpq's terms.
	 * @param rootCertificates Comma-separated list of root certificate locations.
	 * @param bundle Name of the SSL bundle to take trust, client certificate, protocols
	 * and cipher suites from.
	 * @param minimumProtocol Oldest TLS version that is spoken.
	 * @param cipherSuites Comma-separated list of the cipher suites to offer, by their
	 * JDK names.
	 * @param serverName Name to verify, and to send as SNI, instead of the URL's host.
	 * @param negotiation How TLS starts.
	 * @param channelBinding Whether SCRAM authentication is bound to the TLS channel.
	 * @param revocation Whether and how certificates are checked for revocation.
	 * @param reloadOnUpdate Whether files and SSL bundles that changed are used from the
	 * next physical connection on.
	 * @param certificateValidityWarningThreshold Remaining validity below which a
	 * certificate is reported as expiring.
	 * @param verifyOnStartup Whether to open one verified connection at start and to fail
	 * the start if that can't be done.
	 */
	public record DataSourceOverride(@Nullable Boolean enabled, @Nullable VerificationMode mode,
			@Nullable List<String> rootCertificates, @Nullable String bundle, @Nullable TlsProtocol minimumProtocol,
			@Nullable List<String> cipherSuites, @Nullable String serverName, @Nullable Negotiation negotiation,
			@Nullable ChannelBinding channelBinding, @DefaultValue Revocation revocation,
			@Nullable Boolean reloadOnUpdate, @Nullable Duration certificateValidityWarningThreshold,
			@Nullable Boolean verifyOnStartup) {

		static final DataSourceOverride NONE = new DataSourceOverride(null, null, null, null, null, null, null, null,
				null, new Revocation(null, null), null, null, null);

		/**
		 * Overrides of the check for revocation.
		 *
		 * @param mode Whether certificates are checked for revocation, and what happens
		 * when that can't be found out.
		 * @param crlLocations Comma-separated list of locations of certificate revocation
		 * lists.
		 */
		public record Revocation(@Nullable RevocationMode mode, @Nullable List<String> crlLocations) {

		}

	}

	/**
	 * Check for revocation.
	 *
	 * @param mode Whether certificates are checked for revocation, and what happens when
	 * that can't be found out.
	 * @param crlLocations Comma-separated list of locations of certificate revocation
	 * lists, as PEM or DER, which are looked at before any other source.
	 */
	public record Revocation(@DefaultValue("none") RevocationMode mode, @DefaultValue List<String> crlLocations) {

	}

}

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
 * @param minimumProtocol Oldest TLS version that is spoken.
 * @param cipherSuites Comma-separated list of the cipher suites to offer, by their JDK
 * names. When empty, those of the JDK are offered.
 * @param negotiation How TLS starts: asked for with PostgreSQL's SSLRequest, or directly
 * with a TLS ClientHello, which needs PostgreSQL 17 or later.
 * @param channelBinding Whether SCRAM authentication is bound to the TLS channel.
 * @param certificateValidityWarningThreshold Remaining validity below which a certificate
 * is reported as expiring.
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@ConfigurationProperties(AzurePostgresTlsProperties.PREFIX)
public record AzurePostgresTlsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("verify-full") VerificationMode mode, @DefaultValue List<String> rootCertificates,
		@DefaultValue("TLSv1.2") TlsProtocol minimumProtocol, @DefaultValue List<String> cipherSuites,
		@DefaultValue("postgres") Negotiation negotiation, @DefaultValue("prefer") ChannelBinding channelBinding,
		@DefaultValue("14d") Duration certificateValidityWarningThreshold) {

	/**
	 * Prefix of all the properties.
	 */
	public static final String PREFIX = "azure.postgres.tls";

	/**
	 * Create the properties.
	 * @throws InvalidTlsConfigurationException if the threshold is negative
	 */
	public AzurePostgresTlsProperties {
		if (certificateValidityWarningThreshold.isNegative()) {
			throw new InvalidTlsConfigurationException(PREFIX + ".certificate-validity-warning-threshold",
					certificateValidityWarningThreshold.toString(), "A threshold can't be negative.",
					"Give a duration such as 14d, or 0 to be warned of expired certificates only.");
		}
	}

}

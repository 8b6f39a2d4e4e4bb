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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties.DataSourceOverride;
import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.util.StringUtils;

/**
 * What is configured for one DataSource: its overrides and, where there is none, the
 * common settings.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TlsSettings {

	private static final Pattern HOST_NAME = Pattern.compile("[\\w]([\\w.-]*[\\w])?");

	private final AzurePostgresTlsProperties common;

	private final String dataSource;

	private final DataSourceOverride override;

	TlsSettings(AzurePostgresTlsProperties common, String dataSource, DataSourceOverride override) {
		this.common = common;
		this.dataSource = dataSource;
		this.override = override;
		requireHostName(serverName());
		requireNotNegative(certificateValidityWarningThreshold());
		requireOneSourceOfTrust();
		requireUseOfRevocationLists();
	}

	private void requireHostName(@Nullable String name) {
		if (name != null && !HOST_NAME.matcher(name).matches()) {
			throw new InvalidTlsConfigurationException(property("server-name", this.override.serverName()), name,
					"This is no host name.",
					"Give the name alone, without scheme and port, as the server's certificate has it.");
		}
	}

	private void requireNotNegative(Duration threshold) {
		if (threshold.isNegative()) {
			throw new InvalidTlsConfigurationException(
					property("certificate-validity-warning-threshold",
							this.override.certificateValidityWarningThreshold()),
					threshold.toString(), "A threshold can't be negative.",
					"Give a duration such as 14d, or 0 to be warned of expired certificates only.");
		}
	}

	private void requireOneSourceOfTrust() {
		boolean both = isNamed(this.override.bundle()) ? this.override.rootCertificates() != null
				: this.override.rootCertificates() == null && isNamed(this.common.bundle())
						&& !this.common.rootCertificates().isEmpty();
		if (both) {
			throw new InvalidTlsConfigurationException(bundleProperty(), String.valueOf(bundle()),
					"An SSL bundle and %s exclude each other.".formatted(rootCertificatesProperty()),
					"Remove one of the two.");
		}
	}

	private void requireUseOfRevocationLists() {
		if (revocationMode() == RevocationMode.NONE && !crlLocations().isEmpty()) {
			throw new InvalidTlsConfigurationException(crlLocationsProperty(), String.join(",", crlLocations()),
					"These lists would never be read, because certificates aren't checked for revocation.",
					"Set %s to soft-fail or hard-fail, or remove the lists."
						.formatted(property("revocation.mode", this.override.revocation().mode())));
		}
	}

	private String property(String property, @Nullable Object override) {
		return (override != null)
				? "%s.data-sources.%s.%s".formatted(AzurePostgresTlsProperties.PREFIX, this.dataSource, property)
				: "%s.%s".formatted(AzurePostgresTlsProperties.PREFIX, property);
	}

	private <T> T either(Function<DataSourceOverride, @Nullable T> override, T common) {
		T overridden = override.apply(this.override);
		return (overridden != null) ? overridden : common;
	}

	/**
	 * Return whether the DataSource is secured.
	 * @return {@code false} if it is exempted
	 */
	public boolean enabled() {
		return either(DataSourceOverride::enabled, true);
	}

	/**
	 * Return what is verified.
	 * @return the mode
	 */
	public VerificationMode mode() {
		return either(DataSourceOverride::mode, this.common.mode());
	}

	/**
	 * Return where the trusted roots are.
	 * @return the locations, empty for the bundled roots
	 */
	public List<String> rootCertificates() {
		return either(DataSourceOverride::rootCertificates, this.common.rootCertificates());
	}

	/**
	 * Return the property that {@link #rootCertificates()} come from.
	 * @return its full name
	 */
	public String rootCertificatesProperty() {
		return property("root-certificates", this.override.rootCertificates());
	}

	/**
	 * Return the SSL bundle that trust comes from.
	 * @return its name, or {@code null} if trust comes from {@link #rootCertificates()}
	 */
	public @Nullable String bundle() {
		boolean overridden = isNamed(this.override.bundle()) || this.override.rootCertificates() != null;
		String bundle = overridden ? this.override.bundle() : this.common.bundle();
		return isNamed(bundle) ? bundle : null;
	}

	// An empty value, such as that of an unset variable, names nothing
	@Contract("null -> false")
	private static boolean isNamed(@Nullable String bundle) {
		return StringUtils.hasText(bundle);
	}

	/**
	 * Return the property that {@link #bundle()} comes from.
	 * @return its full name
	 */
	public String bundleProperty() {
		return property("bundle", this.override.bundle());
	}

	/**
	 * Return whether certificates are checked for revocation.
	 * @return the mode
	 */
	public RevocationMode revocationMode() {
		return either((override) -> override.revocation().mode(), this.common.revocation().mode());
	}

	/**
	 * Return where the certificate revocation lists are.
	 * @return the locations
	 */
	public List<String> crlLocations() {
		return either((override) -> override.revocation().crlLocations(), this.common.revocation().crlLocations());
	}

	/**
	 * Return the property that {@link #crlLocations()} come from.
	 * @return its full name
	 */
	public String crlLocationsProperty() {
		return property("revocation.crl-locations", this.override.revocation().crlLocations());
	}

	/**
	 * Return whether files and SSL bundles that changed are used.
	 * @return whether the next physical connection uses them
	 */
	public boolean reloadOnUpdate() {
		return either(DataSourceOverride::reloadOnUpdate, this.common.reloadOnUpdate());
	}

	/**
	 * Return the oldest TLS version that is spoken.
	 * @return the version
	 */
	public TlsProtocol minimumProtocol() {
		return either(DataSourceOverride::minimumProtocol, this.common.minimumProtocol());
	}

	/**
	 * Return the cipher suites to offer.
	 * @return their JDK names, empty for those of the JDK
	 */
	public List<String> cipherSuites() {
		return either(DataSourceOverride::cipherSuites, this.common.cipherSuites());
	}

	/**
	 * Return the property that {@link #cipherSuites()} come from.
	 * @return its full name
	 */
	public String cipherSuitesProperty() {
		return property("cipher-suites", this.override.cipherSuites());
	}

	/**
	 * Return the name to verify instead of the URL's host.
	 * @return the name or {@code null}
	 */
	public @Nullable String serverName() {
		return (this.override.serverName() != null) ? this.override.serverName() : this.common.serverName();
	}

	/**
	 * Return how TLS starts.
	 * @return the negotiation
	 */
	public Negotiation negotiation() {
		return either(DataSourceOverride::negotiation, this.common.negotiation());
	}

	/**
	 * Return whether SCRAM authentication is bound to the TLS channel.
	 * @return the channel binding
	 */
	public ChannelBinding channelBinding() {
		return either(DataSourceOverride::channelBinding, this.common.channelBinding());
	}

	/**
	 * Return the remaining validity below which a certificate is reported as expiring.
	 * @return a duration of zero or more
	 */
	public Duration certificateValidityWarningThreshold() {
		return either(DataSourceOverride::certificateValidityWarningThreshold,
				this.common.certificateValidityWarningThreshold());
	}

	/**
	 * Return whether a connection is verified at start.
	 * @return whether the start fails if there is none
	 */
	public boolean verifyOnStartup() {
		return either(DataSourceOverride::verifyOnStartup, this.common.verifyOnStartup());
	}

	/**
	 * Return all that is in force for a secured DataSource.
	 * @return the values as they are written in a configuration file, by the full names
	 * of the properties that decide them; without those that are not set
	 */
	public Map<String, Object> inForce() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put(property("mode", this.override.mode()), WrittenValue.of(mode()));
		String bundle = bundle();
		if (bundle != null) {
			values.put(bundleProperty(), bundle);
		}
		else {
			values.put(rootCertificatesProperty(), rootCertificates());
		}
		values.put(property("minimum-protocol", this.override.minimumProtocol()), WrittenValue.of(minimumProtocol()));
		values.put(cipherSuitesProperty(), cipherSuites());
		String serverName = serverName();
		if (serverName != null) {
			values.put(property("server-name", this.override.serverName()), serverName);
		}
		values.put(property("negotiation", this.override.negotiation()), WrittenValue.of(negotiation()));
		values.put(property("channel-binding", this.override.channelBinding()), WrittenValue.of(channelBinding()));
		values.put(property("revocation.mode", this.override.revocation().mode()), WrittenValue.of(revocationMode()));
		values.put(crlLocationsProperty(), crlLocations());
		values.put(property("reload-on-update", this.override.reloadOnUpdate()), reloadOnUpdate());
		values.put(
				property("certificate-validity-warning-threshold", this.override.certificateValidityWarningThreshold()),
				certificateValidityWarningThreshold());
		values.put(property("verify-on-startup", this.override.verifyOnStartup()), verifyOnStartup());
		return values;
	}

}

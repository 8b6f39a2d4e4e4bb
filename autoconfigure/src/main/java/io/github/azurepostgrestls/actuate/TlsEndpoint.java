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

package io.github.azurepostgrestls.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.properties.PropertyOrigin;
import io.github.azurepostgrestls.trust.ReloadStatus;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.env.Environment;

/**
 * {@link Endpoint @Endpoint} that shows how each DataSource is secured, and probes its
 * servers.
 *
 * @author the azure-postgres-tls contributors
 */
@Endpoint(id = "azurepostgrestls")
public final class TlsEndpoint {

	private final SecuredDataSources dataSources;

	private final ServerProbes probes;

	private final RenderedCertificates certificates = new RenderedCertificates();

	private final Environment environment;

	/**
	 * Create a new {@link TlsEndpoint} instance.
	 * @param dataSources the DataSources
	 * @param environment where settings come from
	 */
	public TlsEndpoint(SecuredDataSources dataSources, Environment environment) {
		this.dataSources = dataSources;
		this.probes = new ServerProbes(dataSources);
		this.environment = environment;
	}

	/**
	 * Describe all secured DataSources.
	 * @return the DataSources by their names
	 */
	@ReadOperation
	public SecuredDataSourcesDescriptor dataSources() {
		Map<String, SecuredDataSourceDescriptor> descriptors = new LinkedHashMap<>();
		this.dataSources.all().forEach((dataSource) -> descriptors.put(dataSource.name(), describe(dataSource)));
		return new SecuredDataSourcesDescriptor(descriptors);
	}

	/**
	 * Describe one secured DataSource.
	 * @param name its name
	 * @return the DataSource, or {@code null} if it isn't secured
	 */
	@ReadOperation
	public @Nullable SecuredDataSourceDescriptor dataSource(@Selector String name) {
		SecuredDataSource dataSource = this.dataSources.find(name);
		return (dataSource != null) ? describe(dataSource) : null;
	}

	/**
	 * Shake hands with every server of every secured DataSource, without credentials. A
	 * result that is younger than {@link ServerProbes#INTERVAL} is given again.
	 * @return the result
	 */
	@WriteOperation
	public ProbeDescriptor probe() {
		return this.probes.probe();
	}

	private SecuredDataSourceDescriptor describe(SecuredDataSource dataSource) {
		Instant now = Instant.now();
		List<TrustedRootDescriptor> roots = dataSource.roots()
			.stream()
			.map((root) -> TrustedRootDescriptor.of(root, this.certificates, now))
			.toList();
		return new SecuredDataSourceDescriptor(dataSource.servers(), configurationOf(dataSource), roots,
				dataSource.trust().reloads(),
				dataSource.observation()
					.liveSessions()
					.stream()
					.map((group) -> SessionDetails.of(group, this.certificates, now))
					.toList(),
				FailureDescriptor.of(dataSource.observation().lastFailure(), this.certificates, now));
	}

	private Map<String, SettingDescriptor> configurationOf(SecuredDataSource dataSource) {
		Map<String, SettingDescriptor> configuration = new LinkedHashMap<>();
		dataSource.settings().inForce().forEach((property, value) -> {
			Origin origin = PropertyOrigin.find(this.environment, property);
			configuration.put(property,
					new SettingDescriptor(shown(value), (origin != null) ? origin.toString() : null));
		});
		return configuration;
	}

	private static Object shown(Object value) {
		if (value instanceof List<?> values) {
			return values.stream().map(TlsEndpoint::shown).toList();
		}
		return (value instanceof String text && PemContent.isPresentInText(text)) ? "inline PEM" : value;
	}

	/**
	 * All secured DataSources.
	 *
	 * @param dataSources the DataSources by their names
	 */
	public record SecuredDataSourcesDescriptor(Map<String, SecuredDataSourceDescriptor> dataSources) {

	}

	/**
	 * One secured DataSource.
	 *
	 * @param servers the servers that it connects to
	 * @param configuration what is in force, by the names of the properties
	 * @param trustedRoots the root certificates that its connections trust
	 * @param reloads the outcome of reloads of trust
	 * @param sessions what its live connections negotiated
	 * @param lastFailure the last connection that couldn't be made
	 */
	public record SecuredDataSourceDescriptor(Set<ServerAddress> servers, Map<String, SettingDescriptor> configuration,
			List<TrustedRootDescriptor> trustedRoots, ReloadStatus reloads, List<SessionDetails> sessions,
			@Nullable FailureDescriptor lastFailure) {

	}

	/**
	 * A setting.
	 *
	 * @param value its value
	 * @param origin where it was set, {@code null} if it is a default
	 */
	public record SettingDescriptor(Object value, @Nullable String origin) {

	}

	/**
	 * A trusted root certificate.
	 *
	 * @param source the location that held it
	 * @param problem why it isn't trusted now, if it isn't
	 * @param certificate the certificate
	 */
	public record TrustedRootDescriptor(String source, @Nullable String problem, CertificateDetails certificate) {

		private static TrustedRootDescriptor of(RootCertificate root, RenderedCertificates certificates, Instant now) {
			return new TrustedRootDescriptor(root.source(), root.problemAt(now),
					certificates.of(root.certificate(), now));
		}

	}

	/**
	 * A connection that couldn't be made.
	 *
	 * @param failedAt when
	 * @param reason the reason in one word
	 * @param description what happened, in one sentence
	 * @param action what to do, in one sentence
	 * @param presentedChain what the server presented, as far as it came to that
	 */
	public record FailureDescriptor(Instant failedAt, String reason, String description, String action,
			List<CertificateDetails> presentedChain) {

		private static @Nullable FailureDescriptor of(@Nullable ObservedFailure failure,
				RenderedCertificates certificates, Instant now) {
			return (failure != null) ? new FailureDescriptor(failure.failedAt(), failure.diagnosis().reason().name(),
					failure.diagnosis().description(), failure.diagnosis().action(),
					certificates.of(failure.diagnosis().presentedChain(), now)) : null;
		}

	}

	/**
	 * The result of a probe.
	 *
	 * @param probedAt when it was made
	 * @param servers the result for each server
	 */
	public record ProbeDescriptor(Instant probedAt, List<ProbedServerDescriptor> servers) {

	}

	/**
	 * The result of a probe of one server.
	 *
	 * @param dataSource the name of the DataSource
	 * @param host the host
	 * @param port the port
	 * @param verified whether a connection would be made
	 * @param protocol the TLS version, if it would
	 * @param cipherSuite the cipher suite, if it would
	 * @param trustAnchor the subject of the root, if it would
	 * @param reason why it wouldn't, in one word
	 * @param description why it wouldn't, in one sentence
	 * @param action what to do then, in one sentence
	 * @param presentedChain what the server presented, as far as it came to that
	 */
	public record ProbedServerDescriptor(String dataSource, String host, int port, boolean verified,
			@Nullable String protocol, @Nullable String cipherSuite, @Nullable String trustAnchor,
			@Nullable String reason, @Nullable String description, @Nullable String action,
			List<CertificateDetails> presentedChain) {

	}

}

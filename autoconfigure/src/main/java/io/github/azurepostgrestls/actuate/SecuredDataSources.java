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

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The DataSources that are secured, for all views of them.
 *
 * @author the azure-postgres-tls contributors
 */
public final class SecuredDataSources {

	private final ConnectionObservations observations;

	private final Function<String, TlsSettings> settings;

	private final TrustSources trusts;

	private final Function<String, Set<ServerAddress>> servers;

	/**
	 * Create a new {@link SecuredDataSources} instance.
	 * @param observations what was seen of each
	 * @param settings finds what is configured from the name of a DataSource
	 * @param trusts the trust of each
	 * @param servers finds what a DataSource connects to from its name
	 */
	public SecuredDataSources(ConnectionObservations observations, Function<String, TlsSettings> settings,
			TrustSources trusts, Function<String, Set<ServerAddress>> servers) {
		this.observations = observations;
		this.settings = settings;
		this.trusts = trusts;
		this.servers = servers;
	}

	/**
	 * Find a DataSource.
	 * @param name its name
	 * @return the DataSource, or {@code null} if there is none of that name or if it
	 * isn't secured
	 */
	public @Nullable SecuredDataSource find(String name) {
		ConnectionObservation observation = this.observations.find(name);
		return (observation != null) ? of(observation) : null;
	}

	List<SecuredDataSource> all() {
		return this.observations.all()
			.stream()
			.sorted(Comparator.comparing(ConnectionObservation::name))
			.map(this::of)
			.toList();
	}

	SecuredDataSource of(ConnectionObservation observation) {
		TlsSettings settings = this.settings.apply(observation.name());
		return new SecuredDataSource(settings, this.trusts.of(settings), this.servers.apply(observation.name()),
				observation);
	}

	ConnectionObservations observations() {
		return this.observations;
	}

}

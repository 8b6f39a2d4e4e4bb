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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource that is secured, with all that is known of it.
 *
 * @param settings what is configured
 * @param trust the trust of its connections
 * @param servers what it connects to
 * @param observation what was seen of its connections
 * @author the azure-postgres-tls contributors
 */
public record SecuredDataSource(TlsSettings settings, TrustSource trust, Set<ServerAddress> servers,
		ConnectionObservation observation) {

	private static final String UNKNOWN_SERVER = "unknown";

	/**
	 * Return the name of the DataSource.
	 * @return usually the name of its bean
	 */
	public String name() {
		return this.observation.name();
	}

	/**
	 * Return how a server is named where the number of names must be limited.
	 * @param server the server, or {@code null} if it isn't known
	 * @return its host and port if it is configured, otherwise the only server that is,
	 * or {@code unknown} where there are several
	 */
	String nameOf(@Nullable ServerAddress server) {
		if (this.servers.size() == 1) {
			return this.servers.iterator().next().toString();
		}
		return (server != null && this.servers.contains(server)) ? server.toString() : UNKNOWN_SERVER;
	}

	/**
	 * Return all that {@link #nameOf(ServerAddress)} may return.
	 * @return the names
	 */
	Set<String> serverNames() {
		Set<String> names = this.servers.stream().map(this::nameOf).collect(Collectors.toCollection(TreeSet::new));
		names.add(nameOf(null));
		return names;
	}

	List<RootCertificate> roots() {
		return this.trust.current().trust().roots().asList();
	}

}

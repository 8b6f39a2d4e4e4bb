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

package io.github.azurepostgrestls.jdbc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import javax.sql.CommonDataSource;

import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Decides which DataSources are exempted from the guarantee, and remembers why and which
 * servers they connect to.
 *
 * @author the azure-postgres-tls contributors
 */
public final class DataSourceExemptions {

	private static final Log logger = LogFactory.getLog(DataSourceExemptions.class);

	private final Function<String, TlsSettings> settings;

	private final Predicate<String> developmentDatabases;

	// Keyed by the name of the DataSource
	private final Map<String, String> reasons = new ConcurrentHashMap<>();

	private final Set<ServerAddress> servers = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new {@link DataSourceExemptions} instance.
	 * @param settings finds what is configured for a DataSource from its name
	 * @param developmentDatabases decides by the JDBC URL which databases are exempted
	 */
	public DataSourceExemptions(Function<String, TlsSettings> settings, Predicate<String> developmentDatabases) {
		this.settings = settings;
		this.developmentDatabases = developmentDatabases;
	}

	/**
	 * Decide about a DataSource by its name.
	 * @param name the name
	 * @return whether its own settings exempt it
	 */
	boolean exemptsByName(String name) {
		if (this.settings.apply(name).enabled()) {
			return false;
		}
		remember(name, "azure.postgres.tls.data-sources.%s.enabled is false".formatted(name));
		return true;
	}

	/**
	 * Decide about a DataSource by its URL.
	 * @param name the name
	 * @param url the JDBC URL
	 * @return whether it connects to a development database that is exempted
	 */
	boolean exemptsByUrl(String name, String url) {
		if (!this.developmentDatabases.test(url) || !isNearby(url)) {
			return false;
		}
		remember(name, "azure.postgres.tls.development-databases is exempt");
		rememberServers(url);
		return true;
	}

	// As the driver understands the URL, whose parameters can lead elsewhere
	private static boolean isNearby(String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		return parsed != null && !parsed.isRedirected() && !parsed.servers().isEmpty()
				&& parsed.servers().stream().allMatch(DataSourceExemptions::isNearby);
	}

	private static boolean isNearby(ServerAddress server) {
		try {
			InetAddress address = InetAddress.getByName(server.host());
			return address.isLoopbackAddress() || address.isSiteLocalAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private void remember(String name, String reason) {
		if (this.reasons.put(name, reason) == null) {
			logger.warn(LogMessage.format("DataSource '%s' is not secured: %s", name, reason));
		}
	}

	void rememberServers(CommonDataSource dataSource) {
		SecurableDataSource securable = SecurableDataSource.behind(dataSource);
		String url = (securable != null) ? securable.getUrl() : null;
		if (url != null) {
			rememberServers(url);
		}
	}

	void rememberServers(String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		if (parsed != null) {
			this.servers.addAll(parsed.servers());
		}
	}

	/**
	 * Return why a DataSource is exempted.
	 * @param name the name of the DataSource
	 * @return the property that exempts it, or {@code null} if it isn't exempted
	 */
	public @Nullable String reasonOf(String name) {
		return this.reasons.get(name);
	}

	/**
	 * Return whether an exempted DataSource connects to a server.
	 * @param server the server
	 * @return whether connections to it are expected to be unverified
	 */
	public boolean include(ServerAddress server) {
		return this.servers.contains(server);
	}

}

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

package io.github.azurepostgrestls.driver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Decides which beans that connect to PostgreSQL are exempted from the guarantee, and
 * remembers why and which servers they connect to.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Exemptions {

	private static final Log logger = LogFactory.getLog(Exemptions.class);

	private final Function<String, TlsSettings> settings;

	// Keyed by the name of the bean
	private final Map<String, String> reasons = new ConcurrentHashMap<>();

	private final Set<ServerAddress> servers = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new {@link Exemptions} instance.
	 * @param settings finds what is configured for a bean from its name
	 */
	public Exemptions(Function<String, TlsSettings> settings) {
		this.settings = settings;
	}

	/**
	 * Decide about a bean by its name.
	 * @param bean the bean
	 * @return whether its own settings exempt it
	 */
	public boolean exemptByName(ConnectionBean bean) {
		if (this.settings.apply(bean.name()).enabled()) {
			return false;
		}
		remember(bean, "azure.postgres.tls.data-sources.%s.enabled is false".formatted(bean.name()));
		return true;
	}

	/**
	 * Decide about a bean whose database Spring Boot's support for development provides.
	 * @param bean the bean
	 * @param servers the servers that it connects to
	 * @return whether it is exempted: only if all of them are nearby
	 */
	public boolean exemptDevelopmentDatabase(ConnectionBean bean, Collection<ServerAddress> servers) {
		if (servers.isEmpty() || !servers.stream().allMatch(Exemptions::isNearby)) {
			return false;
		}
		remember(bean, "azure.postgres.tls.development-databases is exempt");
		rememberServers(servers);
		return true;
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

	private void remember(ConnectionBean bean, String reason) {
		if (this.reasons.put(bean.name(), reason) == null) {
			logger.warn(LogMessage.format("%s is not secured: %s", bean, reason));
		}
	}

	/**
	 * Remember servers that an exempted bean connects to.
	 * @param servers the servers
	 */
	public void rememberServers(Collection<ServerAddress> servers) {
		this.servers.addAll(servers);
	}

	/**
	 * Return why a bean is exempted.
	 * @param name the name of the bean
	 * @return the property that exempts it, or {@code null} if it isn't exempted
	 */
	public @Nullable String reasonOf(String name) {
		return this.reasons.get(name);
	}

	/**
	 * Return how many beans are exempted.
	 * @return their number
	 */
	public int count() {
		return this.reasons.size();
	}

	/**
	 * Return whether an exempted bean connects to a server.
	 * @param server the server
	 * @return whether connections to it are expected to be unverified
	 */
	public boolean include(ServerAddress server) {
		return this.servers.contains(server);
	}

}

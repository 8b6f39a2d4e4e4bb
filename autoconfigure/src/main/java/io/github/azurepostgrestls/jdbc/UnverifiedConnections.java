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

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notices connections to PostgreSQL that no secured DataSource opens, such as those of a
 * pool that is made by hand. Connections that don't go through
 * {@link java.sql.DriverManager} remain unnoticed.
 *
 * @author the azure-postgres-tls contributors
 */
public final class UnverifiedConnections implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(UnverifiedConnections.class);

	private final Predicate<ServerAddress> expected;

	private final Set<ServerAddress> servers = ConcurrentHashMap.newKeySet();

	/**
	 * Create a new {@link UnverifiedConnections} instance that notices from now on.
	 * @param expected whether connections to a server are expected to be unverified
	 */
	public UnverifiedConnections(Predicate<ServerAddress> expected) {
		this.expected = expected;
		try {
			ObservingDriver.add(this);
		}
		catch (SQLException ex) {
			logger.debug("Connections that are not verified can't be noticed", ex);
		}
	}

	boolean expects(ServerAddress server) {
		return this.expected.test(server);
	}

	void noticed(ServerAddress server) {
		this.servers.add(server);
	}

	/**
	 * Return the servers of such connections.
	 * @return host and port of each
	 */
	public Set<ServerAddress> servers() {
		return Set.copyOf(this.servers);
	}

	@Override
	public void close() throws SQLException {
		ObservingDriver.remove(this);
	}

}

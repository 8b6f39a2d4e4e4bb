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

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Sees each JDBC URL that {@link DriverManager} is asked for before the PostgreSQL driver
 * does, and leaves the connection to that driver. It can't know which application context
 * asks, so that all that observe have a say in what is expected, and each is told of the
 * rest.
 *
 * @author the azure-postgres-tls contributors
 */
final class ObservingDriver implements Driver {

	private static final Log logger = LogFactory.getLog(UnverifiedConnections.class);

	private static final int HOST_LIMIT = 253;

	private static final ObservingDriver instance = new ObservingDriver();

	private final List<UnverifiedConnections> observers = new CopyOnWriteArrayList<>();

	private final Set<ServerAddress> warned = ConcurrentHashMap.newKeySet();

	private ObservingDriver() {
	}

	/**
	 * Add an observer. The driver is registered with the first.
	 * @param observer the observer
	 * @throws SQLException if it can't be registered
	 */
	static synchronized void add(UnverifiedConnections observer) throws SQLException {
		if (instance.observers.isEmpty()) {
			DriverManager.registerDriver(instance);
			moveBehind();
		}
		instance.observers.add(observer);
	}

	// Drivers are asked in the order of their registration. At each moment one of
	// PostgreSQL is registered
	private static void moveBehind() throws SQLException {
		org.postgresql.Driver meanwhile = new org.postgresql.Driver();
		List<Driver> registered = DriverManager.drivers().filter(org.postgresql.Driver.class::isInstance).toList();
		DriverManager.registerDriver(meanwhile);
		boolean byItself = org.postgresql.Driver.isRegistered();
		if (byItself) {
			org.postgresql.Driver.deregister();
			org.postgresql.Driver.register();
		}
		List<Driver> left = DriverManager.drivers().toList();
		for (Driver driver : registered) {
			if (left.contains(driver)) {
				DriverManager.deregisterDriver(driver);
				DriverManager.registerDriver(driver);
			}
		}
		if (byItself) {
			DriverManager.deregisterDriver(meanwhile);
		}
	}

	static synchronized void remove(UnverifiedConnections observer) throws SQLException {
		instance.observers.remove(observer);
		if (instance.observers.isEmpty()) {
			instance.warned.clear();
			DriverManager.deregisterDriver(instance);
		}
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) {
		acceptsURL(url);
		return null;
	}

	@Override
	public boolean acceptsURL(String url) {
		try {
			observe(url);
		}
		catch (RuntimeException ex) {
			// No connection may fail because it is observed
			logger.debug("A JDBC URL could not be observed", ex);
		}
		return false;
	}

	private void observe(String url) {
		PostgresJdbcUrl parsed = this.observers.isEmpty() ? null : PostgresJdbcUrl.parse(url);
		if (parsed != null && !parsed.isVerified()) {
			parsed.servers().stream().filter(this::isUnexpected).map(ObservingDriver::shown).forEach(this::report);
		}
	}

	private boolean isUnexpected(ServerAddress server) {
		return this.observers.stream().noneMatch((observer) -> observer.expects(server));
	}

	// Users and passwords may stand before the host
	private static ServerAddress shown(ServerAddress server) {
		String host = server.host().substring(server.host().lastIndexOf('@') + 1);
		return new ServerAddress(UntrustedText.show(host, HOST_LIMIT), server.port());
	}

	private void report(ServerAddress server) {
		this.observers.forEach((observer) -> observer.noticed(server));
		if (this.warned.add(server)) {
			logger
				.warn(LogMessage.format("Connections to %s are not verified: they are not opened by a DataSource bean."
						+ " Make their DataSource a bean, so that it is secured", server));
		}
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 0;
	}

	@Override
	public int getMinorVersion() {
		return 1;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException();
	}

}

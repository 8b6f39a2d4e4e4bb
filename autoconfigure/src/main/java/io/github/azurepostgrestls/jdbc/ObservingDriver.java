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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * Sees each JDBC URL that {@link DriverManager} is asked for before the PostgreSQL driver
 * does, and leaves the connection to that driver.
 *
 * @author the azure-postgres-tls contributors
 */
final class ObservingDriver implements Driver {

	private static final ObservingDriver instance = new ObservingDriver();

	private static boolean installed;

	private final List<Consumer<String>> observers = new CopyOnWriteArrayList<>();

	private ObservingDriver() {
	}

	/**
	 * Return the one driver, which is registered when it is asked for first.
	 * @return the driver
	 * @throws SQLException if it can't be registered
	 */
	static synchronized ObservingDriver install() throws SQLException {
		if (!installed) {
			DriverManager.registerDriver(instance);
			// Drivers are asked in the order of their registration. At each moment one of
			// PostgreSQL is registered
			DriverManager.registerDriver(new org.postgresql.Driver());
			if (org.postgresql.Driver.isRegistered()) {
				org.postgresql.Driver.deregister();
			}
			installed = true;
		}
		return instance;
	}

	void add(Consumer<String> observer) {
		this.observers.add(observer);
	}

	void remove(Consumer<String> observer) {
		this.observers.remove(observer);
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) {
		acceptsURL(url);
		return null;
	}

	@Override
	public boolean acceptsURL(String url) {
		this.observers.forEach((observer) -> observer.accept(url));
		return false;
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

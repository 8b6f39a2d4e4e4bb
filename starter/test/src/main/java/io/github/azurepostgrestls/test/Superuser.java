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

package io.github.azurepostgrestls.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;

import org.postgresql.Driver;

import org.springframework.util.Assert;

/**
 * Administers a server, whatever state its TLS is in.
 *
 * @param port the port of the server
 * @author the azure-postgres-tls contributors
 */
record Superuser(int port) {

	void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The server refused: " + sql, ex);
		}
	}

	String query(String sql) {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			Assert.state(result.next(), "The query has no result");
			return String.valueOf(result.getString(1));
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The server refused: " + sql, ex);
		}
	}

	// The postmaster reloads asynchronously, so that only a new backend shows when it has
	void reload() {
		String loaded = query("select pg_conf_load_time()");
		execute("select pg_reload_conf()");
		for (int i = 0; i < 200; i++) {
			if (!loaded.equals(query("select pg_conf_load_time()"))) {
				return;
			}
		}
		throw new IllegalStateException("The server didn't reload its configuration");
	}

	// Not through DriverManager, where an application may notice it
	private Connection connect() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", "postgres");
		properties.setProperty("sslmode", "disable");
		return Objects.requireNonNull(
				new Driver().connect("jdbc:postgresql://localhost:%d/postgres".formatted(this.port), properties));
	}

}

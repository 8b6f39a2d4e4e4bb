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

package io.github.azurepostgrestls.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An embedded PostgreSQL that lets its user {@value #USER} in as Azure does: over TLS
 * only, with a password.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class TlsPostgres implements AutoCloseable {

	/**
	 * The application's user.
	 */
	public static final String USER = "app";

	/**
	 * The password of {@link #USER}.
	 */
	public static final String PASSWORD = "s3cret-pass";

	/**
	 * The database of {@link #USER}.
	 */
	public static final String DATABASE = "app";

	// Generous: the machines that build are shared
	private static final Duration STARTUP_LIMIT = Duration.ofMinutes(1);

	private static final String CERTIFICATE_FILE = "server.crt";

	private static final String KEY_FILE = "server.key";

	private final EmbeddedPostgres postgres;

	private final Path dataDirectory;

	private TlsPostgres(EmbeddedPostgres postgres, Path dataDirectory) {
		this.postgres = postgres;
		this.dataDirectory = dataDirectory;
	}

	/**
	 * Start a server with TLS.
	 * @param certificate what it presents
	 * @return the running server
	 * @throws IOException if it can't be started
	 * @throws SQLException if it can't be set up
	 */
	public static TlsPostgres start(ServerCertificate certificate) throws IOException, SQLException {
		return start(Map.of("ssl", "on", "ssl_cert_file", CERTIFICATE_FILE, "ssl_key_file", KEY_FILE), certificate,
				"hostssl");
	}

	/**
	 * Start a server without TLS that lets its user in over plain text.
	 * @return the running server
	 * @throws IOException if it can't be started
	 * @throws SQLException if it can't be set up
	 */
	public static TlsPostgres startWithoutTls() throws IOException, SQLException {
		return start(Map.of("ssl", "off"), null, "host");
	}

	private static TlsPostgres start(Map<String, String> settings, @Nullable ServerCertificate certificate,
			String connectionType) throws IOException, SQLException {
		AzureHosts.install();
		Path[] directory = new Path[1];
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setPGStartupWait(STARTUP_LIMIT)
			.setConnectConfig("sslmode", "disable")
			.setServerConfig("listen_addresses", "127.0.0.1,::1");
		settings.forEach(builder::setServerConfig);
		builder.setDataDirectoryCustomizer((dataDirectory) -> {
			directory[0] = dataDirectory.toPath();
			if (certificate != null) {
				write(certificate, directory[0]);
			}
			writeHostBasedAuthentication(directory[0], connectionType);
		});
		TlsPostgres server = new TlsPostgres(builder.start(), directory[0]);
		server.execute("create role %s login password '%s'".formatted(USER, PASSWORD));
		server.execute("create database %s owner %s".formatted(DATABASE, USER));
		return server;
	}

	private static void write(ServerCertificate certificate, Path directory) {
		try {
			Files.writeString(directory.resolve(CERTIFICATE_FILE), certificate.certificatePem());
			Path key = Files.writeString(directory.resolve(KEY_FILE), certificate.keyPem());
			if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
				Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The superuser only administers the server from here, whatever state its TLS is in
	private static void writeHostBasedAuthentication(Path directory, String connectionType) {
		try {
			Files.writeString(directory.resolve("pg_hba.conf"), """
					hostnossl all postgres samehost trust
					%s all %s all scram-sha-256
					""".formatted(connectionType, USER));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Present another certificate from the next connection on.
	 * @param certificate the certificate
	 * @throws SQLException if the server can't be asked to reload
	 * @throws IllegalStateException if the server still presents another one
	 */
	public void present(ServerCertificate certificate) throws SQLException {
		write(certificate, this.dataDirectory);
		reload();
		// PostgreSQL may keep the former certificate, and says so in its log only
		X509Certificate presented = PresentedCertificate.of(port());
		Assert.state(presented == null || presented.equals(certificate.leaf()),
				"The server refused the certificate: see its log");
	}

	/**
	 * Change a setting from the next connection on.
	 * @param name the name of the setting
	 * @param value the value, or {@code DEFAULT}
	 * @throws SQLException if the server doesn't take it
	 */
	public void set(String name, String value) throws SQLException {
		execute("alter system set %s = %s".formatted(name, value));
		reload();
	}

	// The postmaster reloads asynchronously, and a new backend of it tells when it has
	private void reload() throws SQLException {
		String loaded = query("select pg_conf_load_time()");
		execute("select pg_reload_conf()");
		for (int i = 0; i < 200; i++) {
			if (!loaded.equals(query("select pg_conf_load_time()"))) {
				return;
			}
		}
		throw new IllegalStateException("The server didn't reload its configuration");
	}

	/**
	 * Return the port of the server.
	 * @return the port on every loopback address
	 */
	public int port() {
		return this.postgres.getPort();
	}

	/**
	 * Return the URL of the user's database.
	 * @param host the host name to connect to
	 * @return the JDBC URL without any parameter
	 */
	public String jdbcUrl(String host) {
		return "jdbc:postgresql://%s:%d/%s".formatted(host, port(), DATABASE);
	}

	/**
	 * Return how many connections were made to the user's database.
	 * @return the number since the start, with those that are closed
	 * @throws SQLException if the server can't be asked
	 */
	public long connectionsMade() throws SQLException {
		return Long.parseLong(query("select sessions from pg_stat_database where datname = '%s'".formatted(DATABASE)));
	}

	/**
	 * Execute a statement as the superuser.
	 * @param sql the statement
	 * @throws SQLException if that fails
	 */
	public void execute(String sql) throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Ask for one value as the superuser.
	 * @param sql the query
	 * @return the value as text
	 * @throws SQLException if that fails
	 */
	public String query(String sql) throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			Assert.state(result.next(), "The query has no result");
			return String.valueOf(result.getString(1));
		}
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}

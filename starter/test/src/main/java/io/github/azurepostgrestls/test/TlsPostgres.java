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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.Driver;

import org.springframework.util.Assert;

/**
 * An embedded PostgreSQL server with TLS. Like Azure's servers it presents a server
 * certificate and an intermediate certificate, and it lets its user {@value #USER} in
 * over TLS only, with a password.
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

	private static final String[] LOCAL_NAMES = { "localhost", "127.0.0.1", "::1", AzureHosts.SERVER };

	// Generous: the machines that build are shared
	private static final Duration STARTUP_LIMIT = Duration.ofMinutes(1);

	private static final String CERTIFICATE_FILE = "server.crt";

	private static final String KEY_FILE = "server.key";

	private final EmbeddedPostgres postgres;

	private final Path dataDirectory;

	private final TestCertificateAuthority authority;

	private final ServerCertificate certificate;

	private ServerCertificate presented;

	private boolean changed;

	private TlsPostgres(EmbeddedPostgres postgres, Path dataDirectory, TestCertificateAuthority authority,
			ServerCertificate certificate) {
		this.postgres = postgres;
		this.dataDirectory = dataDirectory;
		this.authority = authority;
		this.certificate = certificate;
		this.presented = certificate;
	}

	/**
	 * Start a server whose certificate is valid for {@code localhost}, for the loopback
	 * addresses and for {@link AzureHosts#SERVER}.
	 * @return the running server
	 * @throws IOException if it can't be started
	 * @throws SQLException if it can't be set up
	 */
	public static TlsPostgres start() throws IOException, SQLException {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		return start(authority, authority.issue(LOCAL_NAMES));
	}

	/**
	 * Start a server with a given certificate.
	 * @param authority the authority whose root clients trust
	 * @param certificate the certificate that the server presents first
	 * @return the running server
	 * @throws IOException if it can't be started
	 * @throws SQLException if it can't be set up
	 */
	public static TlsPostgres start(TestCertificateAuthority authority, ServerCertificate certificate)
			throws IOException, SQLException {
		return start(authority, certificate, "on", "hostssl");
	}

	/**
	 * Start a server without TLS that lets its user in over plain text.
	 * @return the running server
	 * @throws IOException if it can't be started
	 * @throws SQLException if it can't be set up
	 */
	public static TlsPostgres startWithoutTls() throws IOException, SQLException {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		return start(authority, authority.issue(LOCAL_NAMES), "off", "host");
	}

	private static TlsPostgres start(TestCertificateAuthority authority, ServerCertificate certificate, String ssl,
			String connectionType) throws IOException, SQLException {
		Path[] directory = new Path[1];
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setPGStartupWait(STARTUP_LIMIT)
			.setConnectConfig("sslmode", "disable")
			.setServerConfig("listen_addresses", "127.0.0.1,::1");
		builder.setDataDirectoryCustomizer((dataDirectory) -> {
			directory[0] = dataDirectory.toPath();
			write(certificate, directory[0]);
			configure(directory[0], ssl, connectionType);
		});
		TlsPostgres server = new TlsPostgres(builder.start(), directory[0], authority, certificate);
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

	// In files: what is set on the command line can't be changed later
	private static void configure(Path directory, String ssl, String connectionType) {
		try {
			Files.writeString(directory.resolve("postgresql.conf"), """
					ssl = %s
					ssl_cert_file = '%s'
					ssl_key_file = '%s'
					""".formatted(ssl, CERTIFICATE_FILE, KEY_FILE), StandardOpenOption.APPEND);
			// The superuser only administers the server from here, whatever state its TLS
			// is in
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
	 * Return the authority that issued the first certificate of this server.
	 * @return the authority, whose root clients trust
	 */
	public TestCertificateAuthority authority() {
		return this.authority;
	}

	/**
	 * Return the certificate that this server presented first.
	 * @return the certificate and its chain
	 */
	public ServerCertificate certificate() {
		return this.certificate;
	}

	/**
	 * Present another certificate from the next connection on.
	 * @param certificate the certificate
	 * @throws SQLException if the server can't be asked to reload
	 * @throws IllegalStateException if the server still presents another one
	 */
	public void present(ServerCertificate certificate) throws SQLException {
		this.presented = certificate;
		write(certificate, this.dataDirectory);
		reload();
		// PostgreSQL may keep the former certificate, and says so in its log only
		X509Certificate leaf = PresentedCertificate.of(port());
		Assert.state(leaf == null || leaf.equals(certificate.leaf()),
				"The server refused the certificate: see its log");
	}

	/**
	 * Play the rotation of the server certificate: a new certificate for the same names
	 * and a new intermediate certificate, of the same root.
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void rotateCertificate() throws SQLException {
		present(this.authority.withNewIntermediate().issue(this.certificate.names()));
	}

	/**
	 * Play the move to another root: a new certificate for the same names, of an
	 * authority that clients don't trust yet.
	 * @return the other authority
	 * @throws SQLException if the server can't be asked to reload
	 */
	public TestCertificateAuthority presentUntrustedCertificate() throws SQLException {
		TestCertificateAuthority another = TestCertificateAuthority.named("Another Test Root");
		present(another.issue(this.certificate.names()));
		return another;
	}

	/**
	 * Play the expiry of the server certificate.
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void presentExpiredCertificate() throws SQLException {
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		present(this.authority.issue(
				(certificate) -> certificate.notBefore(yesterday.minus(Duration.ofDays(30))).notAfter(yesterday),
				this.certificate.names()));
	}

	/**
	 * Present a certificate that expires soon.
	 * @param validity how long it is valid from now on
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void presentExpiringCertificate(Duration validity) throws SQLException {
		present(this.authority.issue((certificate) -> certificate.notAfter(Instant.now().plus(validity)),
				this.certificate.names()));
	}

	/**
	 * Present a certificate for other names than the server's.
	 * @param names the DNS names and IP addresses that the certificate is valid for
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void presentCertificateFor(String... names) throws SQLException {
		present(this.authority.issue(names));
	}

	/**
	 * Refuse TLS from the next connection on.
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void refuseTls() throws SQLException {
		set("ssl", "off");
	}

	/**
	 * Change a setting from the next connection on.
	 * @param name the name of the setting
	 * @param value the value, or {@code DEFAULT}
	 * @throws SQLException if the server doesn't take it
	 */
	public void set(String name, String value) throws SQLException {
		this.changed = true;
		execute("alter system set %s = %s".formatted(name, value));
		reload();
	}

	/**
	 * Present the first certificate again, with the first settings. Data stays.
	 * @throws SQLException if the server can't be asked to reload
	 */
	public void restore() throws SQLException {
		if (this.changed) {
			execute("alter system reset all");
			reload();
			this.changed = false;
		}
		if (!this.presented.equals(this.certificate)) {
			present(this.certificate);
		}
	}

	// The postmaster reloads asynchronously, so that only a new backend shows when it has
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
	 * Create one more database that belongs to {@link #USER}.
	 * @param name the name of the database
	 * @return its JDBC URL at {@code localhost}
	 * @throws SQLException if the database can't be created
	 */
	public String createDatabase(String name) throws SQLException {
		execute("create database %s owner %s".formatted(name, USER));
		return "jdbc:postgresql://localhost:%d/%s".formatted(port(), name);
	}

	/**
	 * Close all connections of {@link #USER}, so that pools open new ones.
	 * @throws SQLException if that fails
	 */
	public void closeConnections() throws SQLException {
		query("select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where usename = '%s'"
			.formatted(USER));
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
		try (Connection connection = administrate(); Statement statement = connection.createStatement()) {
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
		try (Connection connection = administrate();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			Assert.state(result.next(), "The query has no result");
			return String.valueOf(result.getString(1));
		}
	}

	// Not through DriverManager, where an application may notice it
	private Connection administrate() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", "postgres");
		properties.setProperty("sslmode", "disable");
		return Objects.requireNonNull(
				new Driver().connect("jdbc:postgresql://localhost:%d/postgres".formatted(port()), properties));
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}

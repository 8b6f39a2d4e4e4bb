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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

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

	private static final Duration STARTUP_LIMIT = Duration.ofMinutes(1);

	private final EmbeddedPostgres postgres;

	private final DataDirectory dataDirectory;

	private final Superuser superuser;

	private final TestCertificateAuthority authority;

	private final ServerCertificate certificate;

	private ServerCertificate presented;

	private boolean changed;

	private TlsPostgres(EmbeddedPostgres postgres, DataDirectory dataDirectory, TestCertificateAuthority authority,
			ServerCertificate certificate) {
		this.postgres = postgres;
		this.dataDirectory = dataDirectory;
		this.superuser = new Superuser(postgres.getPort());
		this.authority = authority;
		this.certificate = certificate;
		this.presented = certificate;
	}

	/**
	 * Start a server whose certificate is valid for {@code localhost}, for the loopback
	 * addresses and for {@link AzureHosts#SERVER}.
	 * @return the running server
	 * @throws IOException if it can't be started
	 */
	public static TlsPostgres start() throws IOException {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		return start(authority, authority.issue(LOCAL_NAMES));
	}

	/**
	 * Start a server with a given certificate.
	 * @param authority the authority whose root clients trust
	 * @param certificate the certificate that the server presents first
	 * @return the running server
	 * @throws IOException if it can't be started
	 */
	public static TlsPostgres start(TestCertificateAuthority authority, ServerCertificate certificate)
			throws IOException {
		return start(authority, certificate, "on", "hostssl");
	}

	/**
	 * Start a server without TLS that lets its user in over plain text.
	 * @return the running server
	 * @throws IOException if it can't be started
	 */
	public static TlsPostgres startWithoutTls() throws IOException {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		return start(authority, authority.issue(LOCAL_NAMES), "off", "host");
	}

	private static TlsPostgres start(TestCertificateAuthority authority, ServerCertificate certificate, String ssl,
			String connectionType) throws IOException {
		DataDirectory[] directory = new DataDirectory[1];
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setPGStartupWait(STARTUP_LIMIT)
			.setConnectConfig("sslmode", "disable")
			// Spring keeps the contexts of many tests, each with a pool
			.setServerConfig("max_connections", "1100")
			.setServerConfig("listen_addresses", "127.0.0.1,::1");
		builder.setDataDirectoryCustomizer((dataDirectory) -> {
			directory[0] = new DataDirectory(dataDirectory.toPath());
			directory[0].write(certificate);
			directory[0].configure(ssl, connectionType);
		});
		TlsPostgres server = new TlsPostgres(builder.start(), directory[0], authority, certificate);
		server.execute("create role %s login password '%s'".formatted(USER, PASSWORD));
		server.execute("create database %s owner %s".formatted(DATABASE, USER));
		return server;
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
	 * @throws IllegalStateException if the server still presents another one
	 */
	public void present(ServerCertificate certificate) {
		this.presented = certificate;
		this.dataDirectory.write(certificate);
		this.superuser.reload();
		// PostgreSQL may keep the former certificate, and says so in its log only
		X509Certificate leaf = PresentedCertificate.of(port());
		Assert.state(leaf == null || leaf.equals(certificate.leaf()),
				"The server refused the certificate: see its log");
	}

	/**
	 * Play the rotation of the server certificate: a new certificate for the same names
	 * and a new intermediate certificate, of the same root.
	 */
	public void rotateCertificate() {
		present(this.authority.withNewIntermediate().issue(this.certificate.names()));
	}

	/**
	 * Play the move to another root: a new certificate for the same names, of an
	 * authority that clients don't trust yet.
	 * @return the other authority
	 */
	public TestCertificateAuthority presentUntrustedCertificate() {
		TestCertificateAuthority another = TestCertificateAuthority.named("Another Test Root");
		present(another.issue(this.certificate.names()));
		return another;
	}

	/**
	 * Play the expiry of the server certificate.
	 */
	public void presentExpiredCertificate() {
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		present(this.authority.issue(
				(certificate) -> certificate.notBefore(yesterday.minus(Duration.ofDays(30))).notAfter(yesterday),
				this.certificate.names()));
	}

	/**
	 * Present a certificate that expires soon.
	 * @param validity how long it is valid from now on
	 */
	public void presentExpiringCertificate(Duration validity) {
		present(this.authority.issue((certificate) -> certificate.notAfter(Instant.now().plus(validity)),
				this.certificate.names()));
	}

	/**
	 * Present a certificate for other names than the server's.
	 * @param names the DNS names and IP addresses that the certificate is valid for
	 */
	public void presentCertificateFor(String... names) {
		present(this.authority.issue(names));
	}

	/**
	 * Refuse TLS from the next connection on.
	 */
	public void refuseTls() {
		set("ssl", "off");
	}

	/**
	 * Change a setting from the next connection on.
	 * @param name the name of the setting
	 * @param value the value, or {@code DEFAULT}
	 */
	public void set(String name, String value) {
		this.changed = true;
		execute("alter system set %s = %s".formatted(name, value));
		this.superuser.reload();
	}

	/**
	 * Present the first certificate again, with the first settings. Data stays.
	 */
	public void restore() {
		if (this.changed) {
			execute("alter system reset all");
			this.superuser.reload();
			this.changed = false;
		}
		if (!this.presented.equals(this.certificate)) {
			present(this.certificate);
		}
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
	 */
	public String createDatabase(String name) {
		execute("create database %s owner %s".formatted(name, USER));
		return "jdbc:postgresql://localhost:%d/%s".formatted(port(), name);
	}

	/**
	 * Close all connections of {@link #USER}, so that pools open new ones.
	 */
	public void closeConnections() {
		query("select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where usename = '%s'"
			.formatted(USER));
	}

	/**
	 * Execute a statement as the superuser.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		this.superuser.execute(sql);
	}

	/**
	 * Ask for one value as the superuser.
	 * @param sql the query
	 * @return the value as text
	 */
	public String query(String sql) {
		return this.superuser.query(sql);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}

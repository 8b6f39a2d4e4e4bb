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
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TlsPostgres}, seen by the driver's own verification.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class TlsPostgresTests {

	private final TlsPostgres server;

	private Path root;

	TlsPostgresTests(TlsPostgres server) {
		this.server = server;
	}

	@BeforeEach
	void writeRoot(@TempDir Path directory) throws IOException {
		this.root = this.server.authority().writeRootPem(directory);
	}

	@Test
	void isVerifiedByItsRoot() throws SQLException {
		assertThat(connect("verify-full")).isEqualTo("TLSv1.3");
	}

	@Test
	void letsNobodyInWithoutTls() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("disable"))
			.withMessageContaining("no encryption");
	}

	@Test
	void keepsItsRootWhenItsCertificateIsRotated() throws SQLException {
		X509Certificate before = presented();
		this.server.rotateCertificate();
		assertThat(presented()).isNotEqualTo(before);
		assertThat(connect("verify-full")).isEqualTo("TLSv1.3");
	}

	@Test
	void presentsAnExpiredCertificate() throws SQLException {
		this.server.presentExpiredCertificate();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("verify-full"))
			.havingRootCause()
			.withMessageContaining("NotAfter");
	}

	@Test
	void presentsACertificateThatExpiresSoon() throws SQLException {
		this.server.presentExpiringCertificate(Duration.ofDays(3));
		assertThat(presented().getNotAfter().toInstant())
			.isBefore(this.server.certificate().leaf().getNotAfter().toInstant());
		assertThat(connect("verify-full")).isEqualTo("TLSv1.3");
	}

	@Test
	void presentsACertificateForOtherNames() throws SQLException {
		this.server.presentCertificateFor("other.example.com");
		assertThat(connect("verify-ca")).isEqualTo("TLSv1.3");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("verify-full"));
	}

	@Test
	void presentsAnUntrustedCertificate() throws SQLException {
		TestCertificateAuthority another = this.server.presentUntrustedCertificate();
		assertThat(presented().getIssuerX500Principal()).isEqualTo(another.intermediate().getSubjectX500Principal());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("verify-ca"));
	}

	@Test
	void refusesTls() throws SQLException {
		this.server.refuseTls();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("require"))
			.withMessageContaining("does not support SSL");
	}

	@Test
	void isRestored() throws SQLException {
		this.server.refuseTls();
		this.server.presentUntrustedCertificate();
		this.server.restore();
		assertThat(presented()).isEqualTo(this.server.certificate().leaf());
		assertThat(connect("verify-full")).isEqualTo("TLSv1.3");
	}

	private X509Certificate presented() {
		return Objects.requireNonNull(PresentedCertificate.of(this.server.port()));
	}

	private String connect(String sslmode) throws SQLException {
		String url = "%s?sslmode=%s&sslrootcert=%s".formatted(this.server.jdbcUrl("localhost"), sslmode, this.root);
		try (Connection connection = DriverManager.getConnection(url, TlsPostgres.USER, TlsPostgres.PASSWORD);
				ResultSet result = connection.createStatement()
					.executeQuery("select version from pg_stat_ssl where pid = pg_backend_pid()")) {
			result.next();
			return result.getString(1);
		}
	}

}

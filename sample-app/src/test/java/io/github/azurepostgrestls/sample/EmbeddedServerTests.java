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

package io.github.azurepostgrestls.sample;

import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's test on the embedded server, which plays what happens to a server.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(properties = "spring.datasource.hikari.connection-timeout=1000",
		webEnvironment = SpringBootTest.WebEnvironment.NONE)
@TlsPostgresTest
class EmbeddedServerTests {

	@Autowired
	@Qualifier("azurePostgresTlsHealthContributor")
	private HealthIndicator health;

	@Autowired
	private HikariDataSource dataSource;

	private TlsPostgres server;

	@BeforeEach
	void remember(TlsPostgres server) {
		this.server = server;
	}

	@Test
	void isVerified() throws SQLException {
		TlsHealthAssert.assertThat(healthOfNewConnections())
			.isVerified()
			.hasProtocol("TLSv1.3")
			.hasTrustAnchor(this.server.authority().root().getSubjectX500Principal().getName());
	}

	@Test
	void acceptsARotatedCertificate() throws SQLException {
		this.server.rotateCertificate();
		TlsHealthAssert.assertThat(healthOfNewConnections()).isVerified();
	}

	@Test
	void refusesAnExpiredCertificate() throws SQLException {
		this.server.presentExpiredCertificate();
		TlsHealthAssert.assertThat(healthOfNewConnections()).isRefused("CERTIFICATE_EXPIRED");
	}

	@Test
	void showsACertificateThatExpires() throws SQLException {
		this.server.presentExpiringCertificate(Duration.ofDays(3));
		Health health = healthOfNewConnections();
		TlsHealthAssert.assertThat(health).isVerified();
		assertThat(health.getDetails().get("expiring")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
	}

	@Test
	void refusesAnotherName() throws SQLException {
		this.server.presentCertificateFor("other.example.com");
		TlsHealthAssert.assertThat(healthOfNewConnections()).isRefused("HOSTNAME_MISMATCH");
	}

	@Test
	void refusesAnotherRoot() throws SQLException {
		this.server.presentUntrustedCertificate();
		TlsHealthAssert.assertThat(healthOfNewConnections()).isRefused("UNTRUSTED_ROOT");
	}

	@Test
	void refusesAServerWithoutTls() throws SQLException {
		this.server.refuseTls();
		TlsHealthAssert.assertThat(healthOfNewConnections()).isRefused("SERVER_REFUSED_TLS");
	}

	// The pool's connections outlive the change
	private Health healthOfNewConnections() throws SQLException {
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		this.server.closeConnections();
		Health health = this.health.health(true);
		assertThat(health).isNotNull();
		return health;
	}

}

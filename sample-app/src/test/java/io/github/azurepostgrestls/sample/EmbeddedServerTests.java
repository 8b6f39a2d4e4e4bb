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

import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A user's test on the embedded server, which plays what happens to a server.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
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
	void isVerified() {
		eventually((health) -> health.isVerified()
			.hasProtocol("TLSv1.3")
			.hasTrustAnchor(this.server.authority().root().getSubjectX500Principal().getName()));
	}

	@Test
	void acceptsARotatedCertificate() {
		this.server.rotateCertificate();
		eventually(TlsHealthAssert::isVerified);
	}

	@Test
	void refusesAnExpiredCertificate() {
		this.server.presentExpiredCertificate();
		eventually((health) -> health.isRefused("CERTIFICATE_EXPIRED"));
	}

	@Test
	void refusesAnotherName() {
		this.server.presentCertificateFor("other.example.com");
		eventually((health) -> health.isRefused("HOSTNAME_MISMATCH"));
	}

	@Test
	void refusesAnotherRoot() {
		this.server.presentUntrustedCertificate();
		eventually((health) -> health.isRefused("UNTRUSTED_ROOT"));
	}

	@Test
	void refusesAServerWithoutTls() {
		this.server.refuseTls();
		eventually((health) -> health.isRefused("SERVER_REFUSED_TLS"));
	}

	// The pool's connections outlive a change of the server
	private void eventually(Consumer<TlsHealthAssert> assertions) {
		this.server.closeConnections();
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		TlsHealthAssert.eventually(() -> this.health.health(true), assertions);
	}

}

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

package io.github.azurepostgrestls.adversary;

import java.sql.Connection;
import java.time.Duration;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * URLs with two hosts, of which the first misbehaves and the second is a real PostgreSQL.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class RogueAmongHostsTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private TlsPostgres genuine;

	@BeforeEach
	void presentTrustedCertificate(TlsPostgres shared) throws Exception {
		this.genuine = shared;
		shared.present(RogueCertificates.GENUINE);
	}

	static Stream<RogueCase> cases() {
		return Stream.of(
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "hosts: closes at once", RogueConnection::close),
				RogueCase.failing(RogueCase.TIMED_OUT, "hosts: stays silent", (connection) -> {
				}),
				RogueCase.failing(RogueCase.REFUSED_TLS, "hosts: refuses TLS",
						Script.onSslRequest((connection) -> connection.send('N'))),
				RogueCase.failing(RogueCase.TIMED_OUT, "hosts: agrees and stays silent",
						Script.onClientHello((connection) -> {
						})),
				RogueCase.failing(RogueCase.TOO_OLD, "hosts: an old protocol",
						Script.onClientHello((connection) -> connection.send(TlsRecords.fatalAlert(70)))),
				RogueCase.failing(RogueCase.TIMED_OUT, "hosts: drips the ServerHello",
						Script.tls13(RogueCertificates.GENUINE,
								(tls) -> tls.connection().drip(tls.records(tls.serverHello())))),
				RogueCase.failing("UNTRUSTED_ROOT", "hosts: a certificate that isn't trusted",
						Script.tls13(RogueCertificates.UNTRUSTED, TlsServer::shakeHands)),
				RogueCase.failing(RogueCase.HANDSHAKE_FAILED, "hosts: the genuine chain without its key",
						Script.tls13(RogueCertificates.REPLAYED, TlsServer::shakeHands)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void usesTheNextHostAndReportsTheFirst(RogueCase rogue) throws Exception {
		String name = "dataSource of " + rogue.name().replaceAll("[^a-zA-Z]+", "-");
		try (LogRecorder log = new LogRecorder(); RogueServer server = new RogueServer(rogue.scripts())) {
			Attempt.contextRunner(name, url(server, rogue)).run((context) -> {
				long start = System.nanoTime();
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(Duration.ofNanos(System.nanoTime() - start)).as(rogue.name()).isLessThan(LIMIT);
					assertThat(connection.isValid(1)).isTrue();
					Health health = Attempt.health(context);
					assertThat(health.getDetails()).as(rogue.name())
						.containsEntry("port", this.genuine.port())
						.containsEntry("connections", 1);
					assertThat(health.getStatus()).as(rogue.name()).isEqualTo(Status.UP);
				}
				assertThat(Attempt.failures(context)).as(rogue.name()).containsOnlyKeys(rogue.reasons().get(0));
				assertThat(log.linesOf(name)).as(rogue.name())
					.filteredOn((line) -> line.level().equals("ERROR"))
					.singleElement()
					.asString()
					.contains(rogue.reasons().get(0), ":" + server.port());
			});
			assertThat(server.connections()).as(rogue.name()).isNotEmpty().allMatch(RogueConnection::isOnlyTls);
			assertThat(server.errors()).as(rogue.name()).isEmpty();
		}
	}

	private String url(RogueServer first, RogueCase rogue) {
		return "jdbc:postgresql://%s:%d,%s:%d/%s?hostRecheckSeconds=0&user=%s&password=%s&%s".formatted(
				AzureHosts.SERVER, first.port(), AzureHosts.SERVER, this.genuine.port(), TlsPostgres.DATABASE,
				TlsPostgres.USER, TlsPostgres.PASSWORD, rogue.urlParameters());
	}

}

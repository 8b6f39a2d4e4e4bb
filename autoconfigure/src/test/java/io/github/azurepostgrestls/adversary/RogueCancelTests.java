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

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.concurrent.NewThread;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries that are cancelled while another server answers at the same address: they must
 * not receive the secret key of the connection.
 *
 * @author the azure-postgres-tls contributors
 */
class RogueCancelTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final long CLOSING_MILLIS = 2000;

	private static final byte[] CANCEL_REQUEST = ByteWriter.concat(HexFormat.of().parseHex("0000001004d2162e"),
			PostgresBackend.BACKEND_KEY);

	static Stream<RogueCase> cases() {
		return Stream.concat(withoutHandshake(), inHandshake());
	}

	private static Stream<RogueCase> withoutHandshake() {
		return Stream.of(cancel("accepts and stays silent", (connection) -> {
		}), cancel("closes at once", RogueConnection::close), cancel("resets at once", RogueConnection::reset),
				cancel("refuses TLS", Script.onSslRequest((connection) -> connection.send('N'))),
				cancel("answers with an error",
						Script.onSslRequest(
								(connection) -> connection.send(PostgresBackend.errorResponse("57P03", "no")))),
				cancel("agrees and sends more within the same packet",
						Script.onSslRequest(
								(connection) -> connection.send("SZZZZ".getBytes(StandardCharsets.US_ASCII)))),
				cancel("agrees and stays silent", Script.onClientHello((connection) -> {
				})), cancel("agrees and resets", Script.onClientHello(RogueConnection::reset)),
				cancel("sends a fatal alert",
						Script.onClientHello((connection) -> connection.send(TlsRecords.fatalAlert(40)))),
				cancel("a flood of user_canceled",
						Script.onClientHello((connection) -> connection.flood(TlsRecords.warningAlert(90)))));
	}

	private static Stream<RogueCase> inHandshake() {
		return Stream.of(tls13("stays silent after ServerHello", RogueCertificates.GENUINE, (tls) -> tls.sendFirst(1)),
				tls13("drips ServerHello", RogueCertificates.GENUINE,
						(tls) -> tls.connection().drip(tls.records(tls.serverHello()))),
				tls13("drips Certificate", RogueCertificates.GENUINE, (tls) -> {
					tls.sendFirst(2);
					tls.connection().drip(tls.records(tls.certificateMessage()));
				}), tls13("stays silent after CertificateVerify", RogueCertificates.GENUINE, (tls) -> tls.sendFirst(4)),
				tls13("a wrong Finished", RogueCertificates.GENUINE, (tls) -> {
					tls.sendFirst(4);
					tls.send(TlsRecords.message(TlsServer.FINISHED, new byte[32]));
				}), tls13("a certificate that isn't trusted", RogueCertificates.UNTRUSTED, TlsServer::shakeHands),
				tls13("another server's certificate", RogueCertificates.OTHER_NAME, TlsServer::shakeHands),
				tls13("the genuine chain without its key", RogueCertificates.REPLAYED, TlsServer::shakeHands),
				cancel("an old protocol",
						Script.tls12(RogueCertificates.GENUINE, (tls) -> tls.send(tls.serverHello(0x0302, 0xc02f)))));
	}

	private static RogueCase cancel(String name, Script script) {
		return RogueCase.failing("none", "cancel: " + name, script);
	}

	private static RogueCase tls13(String name, ServerCertificate certificate, Script.TlsScript<Tls13Server> script) {
		return cancel(name, Script.tls13(certificate, script));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void sendsSecretKeyToNobodyElse(RogueCase rogue) throws Exception {
		cancelAgainst(rogue, (connection) -> {
			assertThat(connection.isOnlyTls()).as(rogue.name()).isTrue();
			assertThat(HexFormat.of().formatHex(connection.received())).as(rogue.name())
				.doesNotContain("04d2162e", HexFormat.of().formatHex(PostgresBackend.BACKEND_KEY));
			assertThat(connection.awaitClosed(CLOSING_MILLIS)).as(rogue.name()).isTrue();
		});
	}

	@Test
	void sendsCancelRequestToGenuineServerInsideTls() throws Exception {
		CompletableFuture<byte[]> told = new CompletableFuture<>();
		cancelAgainst(tls13("without a fault", RogueCertificates.GENUINE, (tls) -> {
			tls.shakeHands();
			told.complete(tls.read());
			tls.connection().close();
		}), (connection) -> {
			assertThat(told.get(CLOSING_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(CANCEL_REQUEST);
			assertThat(connection.isOnlyTls()).isTrue();
		});
	}

	private static void cancelAgainst(RogueCase rogue, Expectation expectation) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script genuine = Script.tls13(RogueCertificates.GENUINE,
				(tls) -> PostgresBackend.startUp(tls).serve(asked::countDown));
		try (RogueServer server = new RogueServer(List.of(genuine, rogue.scripts().get(0)))) {
			contextRunner(server).run((context) -> {
				try (Connection connection = context.getBean(DataSource.class).getConnection();
						Statement statement = connection.createStatement()) {
					CompletableFuture<Void> query = CompletableFuture.runAsync(() -> execute(statement),
							NewThread.PER_TASK);
					assertThat(asked.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
					cancelInTime(rogue, statement);
					assertThat(query).as(rogue.name()).isNotDone();
					assertThat(server.connections()).as(rogue.name()).hasSize(2);
					expectation.check(server.connections().get(1));
					assertThat(server.connections().get(0).isOnlyTls()).isTrue();
					server.close();
					query.handle((result, failure) -> null).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
				}
			});
			assertThat(server.errors()).isEmpty();
		}
	}

	private static void cancelInTime(RogueCase rogue, Statement statement) throws SQLException {
		long start = System.nanoTime();
		statement.cancel();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as(rogue.name()).isLessThan(LIMIT);
	}

	private static void execute(Statement statement) {
		try {
			statement.execute(PostgresBackend.ENDLESS_QUERY);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ApplicationContextRunner contextRunner(RogueServer server) {
		return Attempt.contextRunner("dataSource", "jdbc:postgresql://%s:%d/%s?connectTimeout=2&cancelSignalTimeout=1"
			.formatted(AzureHosts.SERVER, server.port(), Attempt.DATABASE));
	}

	/**
	 * What the connection of the cancel request must be like.
	 */
	private interface Expectation {

		void check(RogueConnection connection) throws Exception;

	}

}

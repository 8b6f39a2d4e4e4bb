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

import java.util.stream.Stream;

/**
 * Servers that are genuine, and misbehave or refuse the client once the connection is
 * verified.
 *
 * @author the azure-postgres-tls contributors
 */
final class StartupCases {

	static final String PREFIX = "start-up: ";

	private static final int MEGABYTE = 1 << 20;

	private static final String HARMFUL = "no\nERROR forged line\u001b[2J\u202etxt\u2028end";

	private StartupCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(refusals(), interrupted(), malformed()).flatMap((group) -> group);
	}

	private static Stream<RogueCase> refusals() {
		return Stream.of(refusing(RogueCase.LOGIN_REFUSED, "28P01", "password authentication failed"),
				refusing(RogueCase.LOGIN_REFUSED, "28000", "role does not exist"),
				refusing(RogueCase.DATABASE_NOT_FOUND, "3D000", "database does not exist"),
				refusing(RogueCase.CLIENT_NOT_ALLOWED, "28000", "no pg_hba.conf entry for host"),
				refusing(RogueCase.TOO_MANY_CONNECTIONS, "53300", "sorry, too many clients already"),
				refusing(RogueCase.SERVER_STARTING, "57P03", "the database system is starting up"),
				refusing(RogueCase.LOGIN_REFUSED, "28P01", HARMFUL),
				refusing(RogueCase.CONNECTION_FAILED, "XX" + HARMFUL, "a code with control characters"),
				failing(RogueCase.CONNECTION_FAILED, "refuses with a code of 20,000 characters",
						(it) -> it.send(PostgresBackend.errorResponse("5".repeat(20_000), "no"))),
				failing(RogueCase.CONNECTION_FAILED, "refuses with a code of a megabyte",
						(it) -> it.send(PostgresBackend.errorResponse("5".repeat(MEGABYTE), "no"))),
				failing(RogueCase.LOGIN_REFUSED, "refuses with a message of 20,000 characters",
						(it) -> it.send(PostgresBackend.errorResponse("28P01", "x".repeat(20_000)))),
				failing(RogueCase.LOGIN_REFUSED, "asks for a password and refuses it", (it) -> {
					it.send(PostgresBackend.authenticationCleartextPassword());
					it.readMessage();
					it.send(PostgresBackend.errorResponse("28P01", "password authentication failed"));
				}),
				RogueCase.failing(RogueCase.LOGIN_REFUSED, PREFIX + "refuses with 28P01 in TLS 1.2", Script.tls12(
						RogueCertificates.GENUINE,
						(tls) -> PostgresBackend.startUp(tls).send(PostgresBackend.errorResponse("28P01", "no")))));
	}

	private static RogueCase refusing(String reason, String sqlState, String message) {
		return failing(reason, "refuses with %s, %s".formatted(sqlState, message).replaceAll("[^ -~]", "?"),
				(it) -> it.send(PostgresBackend.errorResponse(sqlState, message)));
	}

	private static Stream<RogueCase> interrupted() {
		return Stream.of(failing(RogueCase.TIMED_OUT, "silence", (it) -> {
		}).with("connectTimeout=1&socketTimeout=1"),
				failing(RogueCase.SERVER_STARTING, "sends AuthenticationOk slowly and then refuses", (it) -> {
					it.drip(PostgresBackend.authenticationOk());
					it.send(PostgresBackend.errorResponse("57P03", "the database system is shutting down"));
				}).with("connectTimeout=3"),
				failing(RogueCase.CONNECTION_FAILED, "closes", (it) -> it.connection().close()),
				failing(RogueCase.CONNECTION_FAILED, "resets", (it) -> it.connection().reset()),
				failing(RogueCase.CONNECTION_FAILED, "closes in the middle of a message", (it) -> {
					it.send(new byte[] { 'R', 0, 0, 0, 8 });
					it.connection().close();
				}), failing(RogueCase.TIMED_OUT, "sends AuthenticationOk and stays silent",
						(it) -> it.send(PostgresBackend.authenticationOk()))
					.with("connectTimeout=1&socketTimeout=1"));
	}

	private static Stream<RogueCase> malformed() {
		return Stream.of(
				failing(RogueCase.CONNECTION_FAILED, "garbage",
						(it) -> it.send(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }))
					.orElsewhere(RogueCase.TIMED_OUT),
				failing(RogueCase.CONNECTION_FAILED, "a message of an unknown type",
						(it) -> it.send(PostgresBackend.message('~', new byte[20]))),
				failing(RogueCase.CONNECTION_FAILED, "a way to authenticate that doesn't exist",
						(it) -> it.send(PostgresBackend.authentication(99))),
				failing(RogueCase.CONNECTION_FAILED, "a message of a negative length",
						(it) -> it.send(new byte[] { 'E', -1, -1, -1, -1, 0, 0, 0, 0 })),
				failing(RogueCase.HANDSHAKE_FAILED, "a record that isn't encrypted",
						(it) -> it.connection()
							.send(TlsRecords.record(TlsRecords.APPLICATION_DATA, TlsServer.random(60)))),
				failing(RogueCase.HANDSHAKE_FAILED, "fatal alert certificate_required",
						(it) -> it.sendRecord(TlsRecords.ALERT, TlsRecords.fatal(116))));
	}

	private static RogueCase failing(String reason, String name, Script.TlsScript<PostgresBackend> script) {
		return RogueCase.failing(reason, PREFIX + name,
				Script.tls13(RogueCertificates.GENUINE, (tls) -> script.run(PostgresBackend.startUp(tls))));
	}

}

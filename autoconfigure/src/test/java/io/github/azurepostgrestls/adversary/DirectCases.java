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
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * Servers with direct TLS negotiation, without an SSLRequest.
 *
 * @author the azure-postgres-tls contributors
 */
final class DirectCases {

	private static final String POSTGRESQL = "postgresql";

	private DirectCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(applicationProtocols(), answersInTheClear(), interrupted(), certificates())
			.flatMap((group) -> group)
			.map(RogueCase::directly);
	}

	private static Stream<RogueCase> applicationProtocols() {
		return Stream.of(
				RogueCase.genuine("direct: TLS 1.3 without a fault",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol(POSTGRESQL)))),
				failing(RogueCase.HANDSHAKE_FAILED, "no application protocol", tls13(DirectCases::answering)),
				failing(RogueCase.HANDSHAKE_FAILED, "the application protocol http/1.1",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol("http/1.1")))),
				failing(RogueCase.HANDSHAKE_FAILED, "an application protocol without a name",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol("")))),
				failing(RogueCase.HANDSHAKE_FAILED, "no application protocol in TLS 1.2",
						tls12((tls) -> PostgresBackend.startUp(tls).serve())),
				failing(RogueCase.HANDSHAKE_FAILED, "fatal alert no_application_protocol",
						onClientHello((connection) -> connection.send(TlsRecords.fatalAlert(120)))));
	}

	private static Stream<RogueCase> answersInTheClear() {
		return Stream.of(
				sending("an error", PostgresBackend.errorResponse("08P01", "invalid length of startup packet")),
				sending("AuthenticationOk", PostgresBackend.authenticationOk()),
				sending("an HTTP response", ascii("HTTP/1.1 400 Bad Request\r\n\r\n")),
				sending("the byte S eight times", ascii("SSSSSSSS")),
				failing(RogueCase.REFUSED_TLS, "the byte S, then TLS 1.3", (connection) -> {
					Tls13Server tls = Tls13Server.accept(connection, RogueCertificates.GENUINE);
					connection.send('S');
					answering(tls, TlsServer.applicationProtocol(POSTGRESQL));
				}));
	}

	private static RogueCase sending(String name, byte[] answer) {
		return failing(RogueCase.REFUSED_TLS, name + " in the clear",
				onClientHello((connection) -> connection.send(answer)));
	}

	private static Stream<RogueCase> interrupted() {
		RogueCase silent = RogueCase.stalled("direct: silence", onClientHello((connection) -> {
		}));
		RogueCase dripping = RogueCase.stalled("direct: drips ServerHello",
				tls13((tls) -> tls.connection().drip(tls.records(tls.serverHello()))));
		return Stream.of(silent, dripping,
				failing(RogueCase.CONNECTION_FAILED, "closes", onClientHello(RogueConnection::close)),
				failing(RogueCase.CONNECTION_FAILED, "resets", onClientHello(RogueConnection::reset)));
	}

	private static Stream<RogueCase> certificates() {
		return Stream
			.of(failing("UNTRUSTED_ROOT", "UNTRUSTED_ROOT", shakingHandsWith(RogueCertificates.UNTRUSTED)),
					failing(RogueCase.HANDSHAKE_FAILED, "replays a genuine chain without its key",
							shakingHandsWith(RogueCertificates.REPLAYED)))
			.map(RogueCase::presentingChain);
	}

	private static Script shakingHandsWith(ServerCertificate certificate) {
		return (connection) -> Tls13Server.accept(connection, certificate)
			.shakeHandsWith(Tls13Server.encryptedExtensions(TlsServer.applicationProtocol(POSTGRESQL)));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static RogueCase failing(String reason, String name, Script script) {
		return RogueCase.failing(reason, "direct: " + name, script);
	}

	private static void answering(Tls13Server tls, byte[]... extensions) throws Exception {
		PostgresBackend.startUp(tls, extensions).serve();
	}

	private static Script onClientHello(Script answer) {
		return (connection) -> {
			connection.readRecord();
			answer.run(connection);
		};
	}

	private static Script tls13(Script.TlsScript<Tls13Server> script) {
		return (connection) -> script.run(Tls13Server.accept(connection, RogueCertificates.GENUINE));
	}

	private static Script tls12(Script.TlsScript<Tls12Server> script) {
		return (connection) -> script.run(Tls12Server.accept(connection, RogueCertificates.GENUINE));
	}

}

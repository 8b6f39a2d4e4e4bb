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

/**
 * Servers that are not asked whether they speak TLS.
 *
 * @author the azure-postgres-tls contributors
 */
final class DirectCases {

	private DirectCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(
				RogueCase.genuine("direct: TLS 1.3 without a fault",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol("postgresql")))),
				failing(RogueCase.HANDSHAKE_FAILED, "no application protocol", tls13(DirectCases::answering)),
				failing(RogueCase.HANDSHAKE_FAILED, "the application protocol http/1.1",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol("http/1.1")))),
				failing(RogueCase.HANDSHAKE_FAILED, "an application protocol without a name",
						tls13((tls) -> answering(tls, TlsServer.applicationProtocol("")))),
				failing(RogueCase.HANDSHAKE_FAILED, "no application protocol in TLS 1.2",
						tls12((tls) -> PostgresBackend.startUp(tls).serve())),
				failing(RogueCase.HANDSHAKE_FAILED, "fatal alert no_application_protocol",
						onClientHello((connection) -> connection.send(TlsRecords.fatalAlert(120)))),
				failing(RogueCase.HANDSHAKE_FAILED, "an error in the clear",
						onClientHello((connection) -> connection
							.send(PostgresBackend.errorResponse("08P01", "invalid length of startup packet")))),
				failing(RogueCase.HANDSHAKE_FAILED, "lets everybody in",
						onClientHello((connection) -> connection.send(PostgresBackend.authenticationOk()))),
				failing(RogueCase.HANDSHAKE_FAILED, "an HTTP response",
						onClientHello((connection) -> connection
							.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))),
				failing(RogueCase.HANDSHAKE_FAILED, "agrees as if it was asked and stays silent",
						onClientHello((connection) -> connection.send("SSSSSSSS".getBytes(StandardCharsets.US_ASCII)))),
				failing(RogueCase.HANDSHAKE_FAILED, "agrees as if it was asked, then TLS 1.3", (connection) -> {
					Tls13Server tls = Tls13Server.accept(connection, RogueCertificates.GENUINE);
					connection.send('S');
					answering(tls, TlsServer.applicationProtocol("postgresql"));
				}), RogueCase.stalled("direct: silence", onClientHello((connection) -> {
				})),
				RogueCase.stalled("direct: drips a ServerHello",
						tls13((tls) -> tls.connection().drip(tls.records(tls.serverHello())))),
				failing(RogueCase.CONNECTION_FAILED, "closes", onClientHello(RogueConnection::close)),
				failing(RogueCase.CONNECTION_FAILED, "resets", onClientHello(RogueConnection::reset)),
				failing("UNTRUSTED_ROOT", "a certificate that isn't trusted",
						(connection) -> Tls13Server.accept(connection, RogueCertificates.UNTRUSTED)
							.shakeHandsWith(
									Tls13Server.encryptedExtensions(TlsServer.applicationProtocol("postgresql"))))
					.presentingChain(),
				failing(RogueCase.HANDSHAKE_FAILED, "replays a genuine chain without its key",
						(connection) -> Tls13Server.accept(connection, RogueCertificates.REPLAYED)
							.shakeHandsWith(
									Tls13Server.encryptedExtensions(TlsServer.applicationProtocol("postgresql"))))
					.presentingChain())
			.map(RogueCase::directly);
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
			answer.play(connection);
		};
	}

	private static Script tls13(Script.Part<Tls13Server> part) {
		return (connection) -> part.play(Tls13Server.accept(connection, RogueCertificates.GENUINE));
	}

	private static Script tls12(Script.Part<Tls12Server> part) {
		return (connection) -> part.play(Tls12Server.accept(connection, RogueCertificates.GENUINE));
	}

}

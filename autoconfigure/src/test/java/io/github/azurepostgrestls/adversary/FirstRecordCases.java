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
import java.util.Random;
import java.util.stream.Stream;

/**
 * Servers that answer the ClientHello with anything but a ServerHello.
 *
 * @author the azure-postgres-tls contributors
 */
final class FirstRecordCases {

	private static final int PROTOCOL_VERSION = 70;

	private static final int USER_CANCELED = 90;

	private static final int NO_RENEGOTIATION = 100;

	private FirstRecordCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(ends(), alerts(), malformed(), floods()).flatMap((group) -> group);
	}

	private static Stream<RogueCase> ends() {
		return Stream.of(RogueCase.stalled("ClientHello: silence", Script.onClientHello((it) -> {
		})), RogueCase.failing(RogueCase.CONNECTION_FAILED, "ClientHello: closes",
				Script.onClientHello(RogueConnection::close)),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "ClientHello: resets",
						Script.onClientHello(RogueConnection::reset)),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "ClientHello: closes before it arrives",
						Script.onSslRequest((connection) -> {
							connection.send('S');
							connection.close();
						})),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "ClientHello: resets before it arrives",
						Script.onSslRequest((connection) -> {
							connection.send('S');
							connection.pause(50);
							connection.reset();
						})),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "ClientHello: closes in the middle of a record",
						Script.onClientHello((connection) -> {
							connection.send(new byte[] { TlsRecords.HANDSHAKE, 3, 3, 0, 80, 2 });
							connection.close();
						})));
	}

	private static Stream<RogueCase> alerts() {
		Stream<RogueCase> others = Stream
			.of(0, 10, 20, 22, 40, 47, 48, 50, 51, 71, 80, 86, 90, 109, 112, 115, 116, 120, 255)
			.map((alert) -> answering(RogueCase.HANDSHAKE_FAILED, "fatal alert " + alert,
					TlsRecords.fatalAlert(alert)));
		Stream<RogueCase> tooOld = Stream.of(
				answering(RogueCase.TOO_OLD, "fatal alert protocol_version", TlsRecords.fatalAlert(PROTOCOL_VERSION)),
				answering(RogueCase.TOO_OLD, "fatal alert protocol_version in a record of TLS 1.0",
						TlsRecords.record(TlsRecords.ALERT, 0x0301, TlsRecords.fatal(PROTOCOL_VERSION))),
				RogueCase
					.failing(RogueCase.TOO_OLD, "ClientHello: fatal alert protocol_version, slowly",
							Script.onClientHello(
									(connection) -> connection.drip(TlsRecords.fatalAlert(PROTOCOL_VERSION))))
					.with("connectTimeout=3"),
				RogueCase.failing(RogueCase.TOO_OLD, "ClientHello: fatal alert protocol_version, and closes",
						Script.onClientHello((connection) -> {
							connection.send(TlsRecords.fatalAlert(PROTOCOL_VERSION));
							connection.close();
						})));
		Stream<RogueCase> odd = Stream.of(
				answering(RogueCase.HANDSHAKE_FAILED, "warning close_notify", TlsRecords.warningAlert(0)),
				answering(RogueCase.HANDSHAKE_FAILED, "alert of one byte",
						TlsRecords.record(TlsRecords.ALERT, new byte[] { 2 })),
				answering(RogueCase.HANDSHAKE_FAILED, "alert of level 3",
						TlsRecords.record(TlsRecords.ALERT, new byte[] { 3, 40 })));
		return Stream.of(others, tooOld, odd).flatMap((group) -> group);
	}

	private static Stream<RogueCase> malformed() {
		byte[] garbage = new byte[4096];
		new Random(2).nextBytes(garbage);
		return Stream.of(answering(RogueCase.REFUSED_TLS, "garbage", garbage),
				answering(RogueCase.REFUSED_TLS, "an HTTP response",
						"HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
				answering(RogueCase.REFUSED_TLS, "a record of an unknown type", TlsRecords.record(99, new byte[40])),
				answering(RogueCase.HANDSHAKE_FAILED, "a record of an unknown version",
						TlsRecords.record(TlsRecords.HANDSHAKE, 0x0909, new byte[40])),
				answering(RogueCase.HANDSHAKE_FAILED, "a record of 65,535 bytes",
						TlsRecords.record(TlsRecords.HANDSHAKE, new byte[65_535])),
				answering(RogueCase.HANDSHAKE_FAILED, "application data",
						TlsRecords.record(TlsRecords.APPLICATION_DATA, PostgresBackend.authenticationOk())),
				answering(RogueCase.HANDSHAKE_FAILED, "a ServerHello without content",
						TlsRecords.handshake(TlsRecords.message(Tls12Server.SERVER_HELLO, new byte[0]))),
				answering(RogueCase.TOO_OLD, "a ServerHello of zeros",
						TlsRecords.handshake(TlsRecords.message(Tls12Server.SERVER_HELLO, new byte[80]))),
				answering(RogueCase.HANDSHAKE_FAILED, "a ServerHello of 16 megabytes", oversized()),
				answering(RogueCase.HANDSHAKE_FAILED, "a message of an unknown type",
						TlsRecords.handshake(TlsRecords.message(77, new byte[40]))),
				answering(RogueCase.REFUSED_TLS, "a ServerHello of SSL 2",
						new byte[] { (byte) 0x80, 11, 4, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0 }),
				RogueCase.failing(RogueCase.HANDSHAKE_FAILED, "ClientHello: its own ClientHello",
						Script.onSslRequest((connection) -> {
							connection.send('S');
							connection.send(connection.readRecord());
						})));
	}

	private static byte[] oversized() {
		return TlsRecords.record(TlsRecords.HANDSHAKE,
				new ByteWriter().uint8(Tls12Server.SERVER_HELLO).uint24(0xffffff).bytes(new byte[1000]).toByteArray());
	}

	private static Stream<RogueCase> floods() {
		return Stream.of(
				flooding(RogueCase.HANDSHAKE_FAILED, "warning alerts", TlsRecords.warningAlert(NO_RENEGOTIATION)),
				flooding(RogueCase.TIMED_OUT, "user_canceled", TlsRecords.warningAlert(USER_CANCELED)),
				flooding(RogueCase.TIMED_OUT, "empty handshake records",
						TlsRecords.record(TlsRecords.HANDSHAKE, new byte[0]))
					.orElsewhere(RogueCase.HANDSHAKE_FAILED),
				flooding(RogueCase.HANDSHAKE_FAILED, "ChangeCipherSpec", TlsRecords.changeCipherSpec()),
				flooding(RogueCase.HANDSHAKE_FAILED, "HelloRequest",
						TlsRecords.handshake(TlsRecords.message(Tls12Server.HELLO_REQUEST, new byte[0]))),
				flooding(RogueCase.HANDSHAKE_FAILED, "empty application data",
						TlsRecords.record(TlsRecords.APPLICATION_DATA, new byte[0])),
				flooding(RogueCase.REFUSED_TLS, "heartbeats", TlsRecords.record(24, new byte[20])));
	}

	private static RogueCase answering(String reason, String name, byte[] answer) {
		return RogueCase.failing(reason, "ClientHello: " + name,
				Script.onClientHello((connection) -> connection.send(answer)));
	}

	private static RogueCase flooding(String reason, String name, byte[] record) {
		return RogueCase.failing(reason, "ClientHello: a flood of " + name,
				Script.onClientHello((connection) -> connection.flood(record)));
	}

}

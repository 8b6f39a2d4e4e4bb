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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Servers that answer the SSLRequest incorrectly.
 *
 * @author the azure-postgres-tls contributors
 */
final class SslRequestCases {

	private static final int MEGABYTE = 1 << 20;

	private static final byte[] ERROR = PostgresBackend.errorResponse("57P03", "the database system is starting up");

	private static final byte[] MYSQL_GREETING = new ByteWriter().bytes(new byte[] { 74, 0, 0, 0, 10 })
		.nulTerminated("8.0.36")
		.bytes(new byte[66])
		.toByteArray();

	private static final byte[] SSH_BANNER = ascii("SSH-2.0-OpenSSH_9.6\r\n");

	private SslRequestCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(slow(), singleBytes(), injections(), otherProtocols(), answersOfPostgres())
			.flatMap((group) -> group);
	}

	private static Stream<RogueCase> slow() {
		return Stream.of(RogueCase.unanswered("SSLRequest: reads it and stays silent", Script.onSslRequest((it) -> {
		})), RogueCase.unanswered("SSLRequest: agrees after three seconds", Script.onSslRequest((it) -> {
			it.pause(3000);
			it.send('S');
		})), RogueCase.failing(RogueCase.CONNECTION_FAILED, "SSLRequest: closes",
				Script.onSslRequest(RogueConnection::close)),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "SSLRequest: resets",
						Script.onSslRequest(RogueConnection::reset)));
	}

	private static Stream<RogueCase> singleBytes() {
		Stream<RogueCase> letters = IntStream.of('E', 'G', 'N', 'n', 's').mapToObj(SslRequestCases::singleByte);
		Stream<RogueCase> others = IntStream.of(0x00, 0x01, 0x7f, 0x80, 0xff)
			.mapToObj((answer) -> singleByte(answer).describedWith("0x%02X".formatted(answer)));
		return Stream.concat(letters, others);
	}

	private static RogueCase singleByte(int answer) {
		return refused("SSLRequest: answers with the byte 0x%02X".formatted(answer), new byte[] { (byte) answer });
	}

	private static Stream<RogueCase> injections() {
		return Stream.of(
				refused("SSLRequest: agrees and sends AuthenticationOk within the same packet",
						ByteWriter.concat(ascii("S"), PostgresBackend.authenticationOk(),
								PostgresBackend.readyForQuery())),
				RogueCase.failing(RogueCase.REFUSED_TLS, "SSLRequest: agrees and sends AuthenticationOk soon after",
						later(PostgresBackend.authenticationOk())),
				refused("SSLRequest: agrees and asks for a password within the same packet",
						ByteWriter.concat(ascii("S"), PostgresBackend.authenticationCleartextPassword())),
				RogueCase.failing(RogueCase.REFUSED_TLS, "SSLRequest: agrees and asks for a password soon after",
						later(PostgresBackend.authenticationCleartextPassword())),
				refused("SSLRequest: agrees twice within the same packet", ascii("SS")),
				RogueCase.stalled("SSLRequest: agrees again soon after", later(ascii("S"))),
				refused("SSLRequest: refuses and sends AuthenticationOk",
						ByteWriter.concat(ascii("N"), PostgresBackend.authenticationOk())),
				refused("SSLRequest: answers with AuthenticationOk", PostgresBackend.authenticationOk()),
				refused("SSLRequest: asks for a password", PostgresBackend.authenticationCleartextPassword()));
	}

	private static Script later(byte[] injected) {
		return Script.onSslRequest((connection) -> {
			connection.send('S');
			connection.pause(50);
			connection.send(injected);
		});
	}

	private static Stream<RogueCase> otherProtocols() {
		byte[] garbage = new byte[MEGABYTE];
		new Random(1).nextBytes(garbage);
		return Stream.of(
				refused("SSLRequest: answers as HTTP", ascii("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"))
					.describedWith("HTTP"),
				greeting("SSLRequest: greets as SSH", SSH_BANNER).describedWith("SSH"),
				RogueCase
					.failing(RogueCase.REFUSED_TLS, "SSLRequest: greets as SSH, slowly",
							(connection) -> connection.drip(SSH_BANNER))
					.with("connectTimeout=3"),
				greeting("SSLRequest: greets as MySQL", MYSQL_GREETING).describedWith("MySQL"),
				greeting("SSLRequest: greets as SMTP", ascii("220 mail.example.com ESMTP\r\n")),
				greeting("SSLRequest: greets as FTP", ascii("220 (vsFTPd 3.0.5)\r\n")),
				greeting("SSLRequest: greets as POP3", ascii("+OK ready\r\n")),
				greeting("SSLRequest: greets as VNC", ascii("RFB 003.008\n")),
				refused("SSLRequest: answers as Redis", ascii("-ERR unknown command\r\n")),
				refused("SSLRequest: answers with a TLS alert", TlsRecords.fatalAlert(10)),
				refused("SSLRequest: answers with a megabyte of garbage", garbage), RogueCase.failing(
						RogueCase.REFUSED_TLS, "SSLRequest: refuses without end", Script.onSslRequest((connection) -> {
							connection.send('N');
							connection.flood(ascii("N".repeat(1000)));
						})));
	}

	private static Stream<RogueCase> answersOfPostgres() {
		return Stream.of(refused("SSLRequest: answers with an error", ERROR),
				refused("SSLRequest: answers with an error of a megabyte",
						PostgresBackend.errorResponse("XX000", "x".repeat(MEGABYTE))),
				RogueCase.failing(RogueCase.REFUSED_TLS, "SSLRequest: answers with an error, slowly",
						Script.onSslRequest((connection) -> connection.drip(ERROR))),
				RogueCase.failing(RogueCase.REFUSED_TLS, "SSLRequest: answers with an error and closes",
						Script.onSslRequest((connection) -> {
							connection.send(ERROR);
							connection.close();
						})));
	}

	private static RogueCase refused(String name, byte[] answer) {
		return RogueCase.failing(RogueCase.REFUSED_TLS, name,
				Script.onSslRequest((connection) -> connection.send(answer)));
	}

	private static RogueCase greeting(String name, byte[] greeting) {
		return RogueCase.failing(RogueCase.REFUSED_TLS, name, (connection) -> connection.send(greeting));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}

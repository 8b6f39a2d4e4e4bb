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

import java.security.GeneralSecurityException;
import java.util.stream.Stream;

/**
 * Servers that violate TLS 1.3 in ServerHello, HelloRetryRequest or EncryptedExtensions.
 *
 * @author the azure-postgres-tls contributors
 */
final class Tls13HelloCases {

	private static final int HELLO_SENT = 1;

	private static final int AES_128_GCM = 0x1301;

	private static final int TLS_1_3 = 0x0304;

	private Tls13HelloCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(hellos(), retries(), extensions()).flatMap((group) -> group);
	}

	private static Stream<RogueCase> hellos() {
		return Stream.of(version(RogueCase.TOO_OLD, 0x0300), version(RogueCase.TOO_OLD, 0x0301),
				version(RogueCase.TOO_OLD, 0x0302), version(RogueCase.HANDSHAKE_FAILED, 0x0303),
				version(RogueCase.HANDSHAKE_FAILED, 0x0305), version(RogueCase.HANDSHAKE_FAILED, 0x7f1c),
				hello("a cipher suite that it didn't offer",
						(tls) -> tls.serverHello(TlsServer.random(32), 0x1304, tls.selectedVersion(TLS_1_3),
								tls.keyShare(EphemeralKey.GROUP))),
				hello("a cipher suite of TLS 1.2",
						(tls) -> tls.serverHello(TlsServer.random(32), 0xc02f, tls.selectedVersion(TLS_1_3),
								tls.keyShare(EphemeralKey.GROUP))),
				hello("no key",
						(tls) -> tls.serverHello(TlsServer.random(32), AES_128_GCM, tls.selectedVersion(TLS_1_3))),
				hello("a key of a group without a share", (tls) -> tls.serverHello(TlsServer.random(32), AES_128_GCM,
						tls.selectedVersion(TLS_1_3), tls.keyShare(24))),
				hello("a key that is no point of the curve", (tls) -> {
					byte[] hello = tls.serverHello();
					hello[hello.length - 1] ^= 1;
					return hello;
				}));
	}

	private static RogueCase version(String reason, int version) {
		return failing(reason, "chooses the version 0x%04x".formatted(version),
				(tls) -> tls.connection()
					.send(TlsRecords.handshake(tls.serverHello(TlsServer.random(32), AES_128_GCM,
							tls.selectedVersion(version), tls.keyShare(EphemeralKey.GROUP)))));
	}

	private static RogueCase hello(String name, Hello hello) {
		return failing(RogueCase.HANDSHAKE_FAILED, "ServerHello with " + name,
				(tls) -> tls.connection().send(TlsRecords.handshake(hello.of(tls))));
	}

	private static Stream<RogueCase> retries() {
		return Stream.of(
				failing(RogueCase.HANDSHAKE_FAILED, "asks for another ClientHello of an unknown group",
						(tls) -> tls.connection().send(TlsRecords.handshake(tls.helloRetryRequest(0x7777)))),
				failing(RogueCase.HANDSHAKE_FAILED, "asks for another ClientHello with the same group",
						(tls) -> tls.connection()
							.send(TlsRecords.handshake(tls.helloRetryRequest(EphemeralKey.GROUP)))),
				RogueCase.stalled("TLS 1.3: asks for another ClientHello without end", sending((tls) -> {
					for (int group = 24;; group = 49 - group) {
						tls.connection().send(TlsRecords.handshake(tls.helloRetryRequest(group)));
						tls.connection().readHandshakeRecord();
					}
				})), RogueCase.stalled("TLS 1.3: asks for another ClientHello and stays silent",
						sending((tls) -> tls.connection().send(TlsRecords.handshake(tls.helloRetryRequest(24))))));
	}

	private static Stream<RogueCase> extensions() {
		return Stream.of(
				extending("an application protocol that wasn't asked for", TlsServer.applicationProtocol("h2")),
				extending("an extension that ends too early", new byte[] { 0, 10, 0, 99 }),
				failing(RogueCase.HANDSHAKE_FAILED, "EncryptedExtensions in the clear", (tls) -> {
					tls.sendFirst(HELLO_SENT);
					tls.connection().send(TlsRecords.handshake(tls.encryptedExtensions()));
				}), failing(RogueCase.HANDSHAKE_FAILED, "EncryptedExtensions without content", (tls) -> {
					tls.sendFirst(HELLO_SENT);
					tls.send(TlsRecords.message(Tls13Server.ENCRYPTED_EXTENSIONS, new byte[0]));
				}));
	}

	private static RogueCase extending(String name, byte[] extension) {
		return failing(RogueCase.HANDSHAKE_FAILED, "EncryptedExtensions with " + name, (tls) -> {
			tls.sendFirst(HELLO_SENT);
			tls.send(tls.encryptedExtensions(extension));
		});
	}

	private static RogueCase failing(String reason, String name, Script.TlsScript<Tls13Server> script) {
		return RogueCase.failing(reason, "TLS 1.3: " + name, sending(script));
	}

	private static Script sending(Script.TlsScript<Tls13Server> script) {
		return Script.tls13(RogueCertificates.GENUINE, script);
	}

	/**
	 * Creates a ServerHello that violates the protocol.
	 */
	private interface Hello {

		byte[] of(Tls13Server tls) throws GeneralSecurityException;

	}

}

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * Servers that start TLS 1.3 and then violate it, once its version and key are agreed on.
 *
 * @author the azure-postgres-tls contributors
 */
final class Tls13Cases {

	private static final List<String> MESSAGES = List.of("ServerHello", "EncryptedExtensions", "Certificate",
			"CertificateVerify", "Finished");

	private static final int HELLO_SENT = 1;

	private static final int EXTENSIONS_SENT = 2;

	private static final int CERTIFICATE_SENT = 3;

	private static final int SIGNATURE_SENT = 4;

	private static final int ED25519 = 0x0807;

	private Tls13Cases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(interrupted(), certificates(), signatures(), finishes(), order(), alerts(), floods())
			.flatMap((group) -> group);
	}

	private static Stream<RogueCase> interrupted() {
		return IntStream.range(0, MESSAGES.size()).boxed().flatMap(Tls13Cases::interruptedBefore);
	}

	private static Stream<RogueCase> interruptedBefore(int count) {
		String next = MESSAGES.get(count);
		RogueCase silent = RogueCase.stalled("TLS 1.3: silence instead of " + next,
				sending((tls) -> tls.sendFirst(count)));
		RogueCase dripping = RogueCase.stalled("TLS 1.3: drips " + next, sending((tls) -> {
			tls.sendFirst(count);
			tls.connection().drip(tls.records(tls.flight().get(count).make()));
		}));
		RogueCase closing = failing(RogueCase.CONNECTION_FAILED, "closes instead of " + next, (tls) -> {
			tls.sendFirst(count);
			tls.connection().close();
		});
		RogueCase resetting = failing(RogueCase.CONNECTION_FAILED, "resets instead of " + next, (tls) -> {
			tls.sendFirst(count);
			tls.connection().reset();
		});
		RogueCase garbage = failing(RogueCase.HANDSHAKE_FAILED, "garbage instead of " + next, (tls) -> {
			tls.sendFirst(count);
			int type = (count == 0) ? TlsRecords.HANDSHAKE : TlsRecords.APPLICATION_DATA;
			tls.connection().send(TlsRecords.record(type, TlsServer.random(100)));
		});
		return Stream.of(after(count, silent), after(count, dripping), after(count, closing), resetting,
				after(count, garbage));
	}

	private static RogueCase after(int count, RogueCase rogue) {
		return (count >= CERTIFICATE_SENT) ? rogue.presentingChain() : rogue;
	}

	private static Stream<RogueCase> certificates() {
		byte[] leaf = TlsServer.encoded(RogueCertificates.GENUINE.leaf());
		return Stream.of(presenting("no certificate", List.of()),
				presenting("a certificate of zeros", List.of(new byte[900])),
				presenting("a certificate without content", List.of(new byte[0])),
				presenting("a certificate that is cut off", List.of(Arrays.copyOf(leaf, 500))),
				presenting("20 certificates", Collections.nCopies(20, leaf)),
				presenting("a list of certificates of 64 KiB", Collections.nCopies(64, new byte[1024])),
				failing(RogueCase.HANDSHAKE_FAILED, "a certificate message of 16 megabytes", (tls) -> {
					tls.sendFirst(EXTENSIONS_SENT);
					tls.connection()
						.send(tls.encrypt(TlsRecords.HANDSHAKE,
								new ByteWriter().uint8(TlsServer.CERTIFICATE)
									.uint24(0xffffff)
									.bytes(new byte[10_000])
									.toByteArray()));
				}), refused("UNTRUSTED_ROOT", RogueCertificates.UNTRUSTED),
				refused("HOSTNAME_MISMATCH", RogueCertificates.OTHER_NAME),
				refused("CERTIFICATE_EXPIRED", RogueCertificates.EXPIRED),
				refused("CERTIFICATE_NOT_YET_VALID", RogueCertificates.NOT_YET_VALID),
				refused("INCOMPLETE_CHAIN", RogueCertificates.GENUINE.withoutIntermediate()),
				RogueCase
					.failing("UNTRUSTED_ROOT", "TLS 1.3: UNTRUSTED_ROOT and silence",
							Script.tls13(RogueCertificates.UNTRUSTED, (tls) -> tls.sendFirst(CERTIFICATE_SENT)))
					.presentingChain());
	}

	private static RogueCase presenting(String name, List<byte[]> certificates) {
		return failing(RogueCase.HANDSHAKE_FAILED, "presents " + name, (tls) -> {
			tls.sendFirst(EXTENSIONS_SENT);
			tls.send(tls.certificateMessage(certificates));
		});
	}

	private static RogueCase refused(String reason, ServerCertificate certificate) {
		return RogueCase.failing(reason, "TLS 1.3: " + reason, Script.tls13(certificate, TlsServer::shakeHands))
			.presentingChain();
	}

	private static Stream<RogueCase> signatures() {
		return Stream
			.of(RogueCase.failing(
					RogueCase.HANDSHAKE_FAILED, "TLS 1.3: replays a genuine chain without its key",
					Script.tls13(RogueCertificates.REPLAYED, TlsServer::shakeHands)),
					signing("nothing", (tls) -> tls.certificateVerify(TlsServer.RSA_PSS_SHA256, new byte[0])),
					signing("with zeros", (tls) -> tls.certificateVerify(TlsServer.RSA_PSS_SHA256, new byte[256])),
					signing("with garbage of 2,000 bytes",
							(tls) -> tls.certificateVerify(TlsServer.RSA_PSS_SHA256, TlsServer.random(2000))),
					signing("another handshake",
							(tls) -> tls.certificateVerify(TlsServer.RSA_PSS_SHA256,
									tls.signPss(tls.certificate.keyPair().getPrivate(), new byte[130]))),
					signing("in a way that does not fit its key",
							(tls) -> tls.certificateVerify(ED25519, new byte[64])),
					signing("with a message without content",
							(tls) -> TlsRecords.message(Tls13Server.CERTIFICATE_VERIFY, new byte[0])))
			.map(RogueCase::presentingChain);
	}

	private static RogueCase signing(String name, MessageSource message) {
		return failing(RogueCase.HANDSHAKE_FAILED, "signs " + name, (tls) -> {
			tls.sendFirst(CERTIFICATE_SENT);
			tls.send(message.of(tls));
			tls.send(tls.finished());
		});
	}

	private static Stream<RogueCase> finishes() {
		return Stream.of(failing(RogueCase.HANDSHAKE_FAILED, "a wrong Finished", (tls) -> {
			tls.sendFirst(SIGNATURE_SENT);
			tls.send(TlsRecords.message(TlsServer.FINISHED, new byte[32]));
		}), failing(RogueCase.HANDSHAKE_FAILED, "an empty Finished", (tls) -> {
			tls.sendFirst(SIGNATURE_SENT);
			tls.send(TlsRecords.message(TlsServer.FINISHED, new byte[0]));
		}), failing(RogueCase.HANDSHAKE_FAILED, "Finished in the clear", (tls) -> {
			tls.sendFirst(SIGNATURE_SENT);
			tls.connection().send(TlsRecords.handshake(tls.finished()));
		}), failing(RogueCase.HANDSHAKE_FAILED, "application data instead of Finished", (tls) -> {
			tls.sendFirst(SIGNATURE_SENT);
			tls.write(PostgresBackend.authenticationOk());
		})).map(RogueCase::presentingChain);
	}

	private static Stream<RogueCase> order() {
		return Stream.of(inOrder(0, 3), inOrder(0, 4), inOrder(0, 1, 3), inOrder(0, 1, 4), inOrder(0, 0),
				inOrder(0, 1, 1), inOrder(0, 1, 2, 2).presentingChain(), inOrder(0, 1, 2, 4).presentingChain(),
				inOrder(0, 1, 2, 3, 3).presentingChain());
	}

	private static RogueCase inOrder(int... order) {
		List<String> names = new ArrayList<>();
		IntStream.of(order).forEach((index) -> names.add(MESSAGES.get(index)));
		return failing(RogueCase.HANDSHAKE_FAILED, "sends " + String.join(", ", names),
				(tls) -> tls.sendInOrder(order));
	}

	private static Stream<RogueCase> alerts() {
		Stream<RogueCase> encrypted = Stream.of(0, 40, 48, 80, 109, 116, 120)
			.map((alert) -> failing(RogueCase.HANDSHAKE_FAILED, "encrypted fatal alert %d".formatted(alert), (tls) -> {
				tls.sendFirst(EXTENSIONS_SENT);
				tls.connection().send(tls.encrypt(TlsRecords.ALERT, TlsRecords.fatal(alert)));
			}));
		return Stream.concat(encrypted,
				Stream.of(failing(RogueCase.TOO_OLD, "encrypted fatal alert protocol_version", (tls) -> {
					tls.sendFirst(EXTENSIONS_SENT);
					tls.connection().send(tls.encrypt(TlsRecords.ALERT, TlsRecords.fatal(70)));
				}), failing(RogueCase.HANDSHAKE_FAILED, "fatal alert 40 in the clear after ServerHello", (tls) -> {
					tls.sendFirst(HELLO_SENT);
					tls.connection().send(TlsRecords.fatalAlert(40));
				}), failing(RogueCase.HANDSHAKE_FAILED, "encrypted fatal alert 80 after Certificate", (tls) -> {
					tls.sendFirst(CERTIFICATE_SENT);
					tls.connection().send(tls.encrypt(TlsRecords.ALERT, TlsRecords.fatal(80)));
				}).presentingChain()));
	}

	private static Stream<RogueCase> floods() {
		return Stream.of(failing(RogueCase.HANDSHAKE_FAILED, "a flood of ChangeCipherSpec", (tls) -> {
			tls.sendFirst(HELLO_SENT);
			tls.connection().flood(TlsRecords.changeCipherSpec());
		}), flooding(RogueCase.HANDSHAKE_FAILED, "empty encrypted handshake records", TlsRecords.HANDSHAKE,
				new byte[0]),
				flooding(RogueCase.TIMED_OUT, "encrypted user_canceled", TlsRecords.ALERT, TlsRecords.warning(90)),
				flooding(RogueCase.HANDSHAKE_FAILED, "encrypted warning alerts", TlsRecords.ALERT,
						TlsRecords.warning(100)),
				flooding(RogueCase.HANDSHAKE_FAILED, "encrypted application data", TlsRecords.APPLICATION_DATA,
						new byte[100]),
				flooding(RogueCase.HANDSHAKE_FAILED, "KeyUpdate", TlsRecords.HANDSHAKE,
						TlsRecords.message(Tls13Server.KEY_UPDATE, new byte[1])),
				flooding(RogueCase.HANDSHAKE_FAILED, "NewSessionTicket", TlsRecords.HANDSHAKE,
						TlsRecords.message(Tls13Server.NEW_SESSION_TICKET, new byte[40])));
	}

	private static RogueCase flooding(String reason, String name, int type, byte[] content) {
		return failing(reason, "a flood of " + name, (tls) -> {
			tls.sendFirst(EXTENSIONS_SENT);
			while (true) {
				tls.connection().send(tls.encrypt(type, content));
			}
		});
	}

	private static RogueCase failing(String reason, String name, Script.TlsScript<Tls13Server> script) {
		return RogueCase.failing(reason, "TLS 1.3: " + name, sending(script));
	}

	private static Script sending(Script.TlsScript<Tls13Server> script) {
		return Script.tls13(RogueCertificates.GENUINE, script);
	}

	/**
	 * Creates a message that violates the protocol.
	 */
	private interface MessageSource {

		byte[] of(Tls13Server tls) throws GeneralSecurityException;

	}

}

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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * Servers that start TLS 1.2 and then violate it.
 *
 * @author the azure-postgres-tls contributors
 */
final class Tls12Cases {

	private static final List<String> MESSAGES = List.of("ServerHello", "Certificate", "ServerKeyExchange",
			"ServerHelloDone");

	private static final int CERTIFICATE_SENT = 2;

	private static final int TLS_1_2 = TlsRecords.TLS_1_2;

	private static final int ECDHE_RSA_AES_128_GCM = 0xc02f;

	private Tls12Cases() {
	}

	static Stream<RogueCase> all() {
		return Stream
			.of(interrupted(), hellos(), certificates(), keyExchanges(), finishes(), unfinished(), order(), alerts())
			.flatMap((group) -> group);
	}

	private static Stream<RogueCase> interrupted() {
		return IntStream.rangeClosed(1, MESSAGES.size()).boxed().flatMap(Tls12Cases::interruptedAfter);
	}

	private static Stream<RogueCase> interruptedAfter(int count) {
		String last = MESSAGES.get(count - 1);
		RogueCase silent = RogueCase.stalled("TLS 1.2: silence after " + last, sending((tls) -> tls.sendFirst(count)));
		RogueCase dripping = RogueCase.stalled("TLS 1.2: drips " + last, sending((tls) -> {
			tls.sendFirst(count - 1);
			tls.connection().drip(tls.records(tls.flight().get(count - 1).make()));
		}));
		RogueCase closing = failing(RogueCase.CONNECTION_FAILED, "closes after " + last, (tls) -> {
			tls.sendFirst(count);
			tls.connection().close();
		});
		RogueCase resetting = failing(RogueCase.CONNECTION_FAILED, "resets after " + last, (tls) -> {
			tls.sendFirst(count);
			tls.connection().reset();
		});
		return Stream.of(after(count, silent), after(count - 1, dripping), after(count, closing), resetting);
	}

	private static RogueCase after(int count, RogueCase rogue) {
		return (count >= CERTIFICATE_SENT) ? rogue.presentingChain() : rogue;
	}

	private static Stream<RogueCase> hellos() {
		return Stream.of(version(RogueCase.TOO_OLD, "SSL 3", 0x0300), version(RogueCase.TOO_OLD, "TLS 1.0", 0x0301),
				version(RogueCase.TOO_OLD, "TLS 1.1", 0x0302), version(RogueCase.HANDSHAKE_FAILED, "TLS 9.9", 0x0c09),
				version(RogueCase.HANDSHAKE_FAILED, "TLS 1.3 in the field of the older versions", 0x0304),
				downgraded("a newer version than TLS 1.2", "DOWNGRD\1"),
				downgraded("a newer version than TLS 1.1", "DOWNGRD\0"), cipherSuite("no encryption", 0x0002),
				cipherSuite("an unknown cipher suite", 0xfafa), cipherSuite("a cipher suite of TLS 1.3", 0x1301),
				cipherSuite("an anonymous cipher suite", 0xc018),
				failing(RogueCase.HANDSHAKE_FAILED, "an extension that wasn't asked for",
						(tls) -> tls.send(tls.serverHello(TLS_1_2, ECDHE_RSA_AES_128_GCM,
								TlsServer.applicationProtocol("postgresql")))),
				failing(RogueCase.HANDSHAKE_FAILED, "two ServerHellos",
						(tls) -> tls.send(tls.serverHello(), tls.serverHello())),
				failing(RogueCase.HANDSHAKE_FAILED, "extensions that end too early", (tls) -> {
					byte[] hello = tls.serverHello(TLS_1_2, ECDHE_RSA_AES_128_GCM, new byte[] { 0, 23, 0, 9 });
					tls.send(hello);
				}));
	}

	private static RogueCase version(String reason, String name, int version) {
		return failing(reason, "chooses " + name, (tls) -> tls.send(tls.serverHello(version, ECDHE_RSA_AES_128_GCM)));
	}

	private static RogueCase downgraded(String name, String sentinel) {
		return failing(RogueCase.HANDSHAKE_FAILED, "has a random that says it could speak " + name, (tls) -> {
			tls.endRandomWith(new ByteWriter().ascii(sentinel).toByteArray());
			tls.sendFirst(MESSAGES.size());
		});
	}

	private static RogueCase cipherSuite(String name, int cipherSuite) {
		return failing(RogueCase.HANDSHAKE_FAILED, "chooses " + name,
				(tls) -> tls.send(tls.serverHello(TLS_1_2, cipherSuite)));
	}

	private static Stream<RogueCase> certificates() {
		byte[] unreadable = new byte[900];
		return Stream.of(presenting("no certificate", List.of()),
				presenting("a certificate of zeros", List.of(unreadable)),
				presenting("a certificate without content", List.of(new byte[0])),
				presenting("20 certificates",
						Collections.nCopies(20, TlsServer.encoded(RogueCertificates.GENUINE.leaf()))),
				presenting("a certificate that is cut off",
						List.of(Arrays.copyOf(TlsServer.encoded(RogueCertificates.GENUINE.leaf()), 500))),
				presenting("a list of certificates of 64 KiB", Collections.nCopies(64, new byte[1024])),
				failing(RogueCase.HANDSHAKE_FAILED, "a list of certificates that is longer than its message",
						(tls) -> tls.send(tls.serverHello(),
								TlsRecords.message(TlsServer.CERTIFICATE,
										new ByteWriter().uint24(9000).bytes(unreadable).toByteArray()))),
				failing(RogueCase.HANDSHAKE_FAILED, "a certificate message of 16 megabytes", (tls) -> {
					tls.send(tls.serverHello());
					tls.connection()
						.send(TlsRecords.record(TlsRecords.HANDSHAKE,
								new ByteWriter().uint8(TlsServer.CERTIFICATE)
									.uint24(0xffffff)
									.bytes(new byte[10_000])
									.toByteArray()));
				}), refused("UNTRUSTED_ROOT", RogueCertificates.UNTRUSTED),
				refused("HOSTNAME_MISMATCH", RogueCertificates.OTHER_NAME),
				refused("CERTIFICATE_EXPIRED", RogueCertificates.EXPIRED),
				refused("CERTIFICATE_NOT_YET_VALID", RogueCertificates.NOT_YET_VALID),
				refused("INCOMPLETE_CHAIN", RogueCertificates.GENUINE.withoutIntermediate()));
	}

	private static RogueCase presenting(String name, List<byte[]> certificates) {
		return failing(RogueCase.HANDSHAKE_FAILED, "presents " + name, (tls) -> tls.send(tls.serverHello(),
				tls.certificateMessage(certificates), tls.serverKeyExchange(), tls.serverHelloDone()));
	}

	private static RogueCase refused(String reason, ServerCertificate certificate) {
		return RogueCase.failing(reason, "TLS 1.2: " + reason, Script.tls12(certificate, TlsServer::shakeHands))
			.presentingChain();
	}

	private static Stream<RogueCase> keyExchanges() {
		return Stream.of(
				RogueCase.failing(RogueCase.HANDSHAKE_FAILED, "TLS 1.2: replays a genuine chain without its key",
						Script.tls12(RogueCertificates.REPLAYED, TlsServer::shakeHands)),
				signing("with an empty signature", new byte[0]), signing("with zeros", new byte[256]),
				signing("with garbage of 2,000 bytes", TlsServer.random(2000)),
				failing(RogueCase.HANDSHAKE_FAILED, "a key exchange without content", (tls) -> {
					tls.sendFirst(CERTIFICATE_SENT);
					tls.send(TlsRecords.message(Tls12Server.SERVER_KEY_EXCHANGE, new byte[0]));
				}), failing(RogueCase.HANDSHAKE_FAILED, "a key that is no point of the curve", (tls) -> {
					tls.sendFirst(CERTIFICATE_SENT);
					byte[] share = tls.key.share();
					share[share.length - 1] ^= 1;
					tls.send(tls.serverKeyExchange(Tls12Server.keyParameters(share)), tls.serverHelloDone());
				}))
			.map(RogueCase::presentingChain);
	}

	private static RogueCase signing(String name, byte[] signature) {
		return failing(RogueCase.HANDSHAKE_FAILED, "signs " + name, (tls) -> {
			tls.sendFirst(CERTIFICATE_SENT);
			tls.send(tls.serverKeyExchange(Tls12Server.keyParameters(tls.key.share()), signature),
					tls.serverHelloDone());
		});
	}

	private static Stream<RogueCase> finishes() {
		return Stream.of(finishing("a wrong Finished", (tls) -> {
			tls.sendChangeCipherSpec();
			tls.send(TlsRecords.message(TlsServer.FINISHED, new byte[12]));
		}), finishing("an empty Finished", (tls) -> {
			tls.sendChangeCipherSpec();
			tls.send(TlsRecords.message(TlsServer.FINISHED, new byte[0]));
		}), finishing("Finished in the clear", (tls) -> tls.send(tls.finished())),
				finishing("Finished in the clear after ChangeCipherSpec", (tls) -> {
					tls.connection().send(TlsRecords.changeCipherSpec());
					tls.send(tls.finished());
				}), finishing("application data instead of Finished", (tls) -> {
					tls.sendChangeCipherSpec();
					tls.write(PostgresBackend.authenticationOk());
				}), finishing("garbage instead of Finished", (tls) -> {
					tls.sendChangeCipherSpec();
					tls.connection().send(TlsRecords.record(TlsRecords.HANDSHAKE, TlsServer.random(40)));
				}));
	}

	private static Stream<RogueCase> unfinished() {
		RogueCase silent = RogueCase.stalled("TLS 1.2: silence after ChangeCipherSpec",
				sending(Tls12Cases::upToFinished));
		RogueCase dripping = RogueCase.stalled("TLS 1.2: drips Finished", sending((tls) -> {
			upToFinished(tls);
			tls.connection().drip(tls.records(tls.finished()));
		}));
		RogueCase closing = failing(RogueCase.CONNECTION_FAILED, "closes instead of Finished", (tls) -> {
			upToFinished(tls);
			tls.connection().close();
		});
		return Stream.of(silent, dripping, closing).map(RogueCase::presentingChain);
	}

	private static void upToFinished(Tls12Server tls) throws Exception {
		tls.sendFirst(MESSAGES.size());
		tls.readFinished();
		tls.sendChangeCipherSpec();
	}

	private static RogueCase finishing(String name, Script.TlsScript<Tls12Server> end) {
		return failing(RogueCase.HANDSHAKE_FAILED, name, (tls) -> {
			tls.sendFirst(MESSAGES.size());
			tls.readFinished();
			end.run(tls);
		}).presentingChain();
	}

	private static Stream<RogueCase> order() {
		return Stream.of(inOrder(1, 0), inOrder(3), inOrder(0, 3), inOrder(0, 2), inOrder(0, 0), inOrder(0, 1, 1),
				inOrder(0, 1, 2, 2));
	}

	private static RogueCase inOrder(int... order) {
		List<String> names = new ArrayList<>();
		IntStream.of(order).forEach((index) -> names.add(MESSAGES.get(index)));
		return failing(RogueCase.HANDSHAKE_FAILED, "sends " + String.join(", ", names),
				(tls) -> tls.sendInOrder(order));
	}

	private static Stream<RogueCase> alerts() {
		return Stream.of(40, 42, 48, 80)
			.map((alert) -> failing(RogueCase.HANDSHAKE_FAILED, "fatal alert %d after Certificate".formatted(alert),
					(tls) -> {
						tls.sendFirst(CERTIFICATE_SENT);
						tls.connection().send(TlsRecords.fatalAlert(alert));
					})
				.presentingChain());
	}

	private static RogueCase failing(String reason, String name, Script.TlsScript<Tls12Server> script) {
		return RogueCase.failing(reason, "TLS 1.2: " + name, sending(script));
	}

	private static Script sending(Script.TlsScript<Tls12Server> script) {
		return Script.tls12(RogueCertificates.GENUINE, script);
	}

}

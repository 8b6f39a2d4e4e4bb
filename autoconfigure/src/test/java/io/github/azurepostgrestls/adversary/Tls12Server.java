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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;

import io.github.azurepostgrestls.test.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * The server side of TLS 1.2 (RFC 5246) with secp256r1,
 * TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 and an extended master secret (RFC 7627).
 *
 * @author the azure-postgres-tls contributors
 */
final class Tls12Server extends TlsServer {

	static final int SERVER_HELLO = 2;

	static final int SERVER_KEY_EXCHANGE = 12;

	static final int SERVER_HELLO_DONE = 14;

	static final int HELLO_REQUEST = 0;

	static final int CERTIFICATE_REQUEST = 13;

	private static final int CIPHER_SUITE = 0xc02f;

	private static final int RSA_PKCS1_SHA256 = 0x0401;

	private static final int NAMED_CURVE = 3;

	private static final int EXTENDED_MASTER_SECRET = 23;

	private static final int RENEGOTIATION_INFO = 0xff01;

	private static final int MASTER_SECRET_SIZE = 48;

	private static final int VERIFY_DATA_SIZE = 12;

	private static final int SALT_SIZE = 4;

	private static final int MESSAGE_HEADER_SIZE = 4;

	// Written by the thread that plays the script, as all that follows
	private final byte[] random = random(32);

	private byte[] masterSecret = new byte[0];

	private @Nullable RecordCipher next;

	private Tls12Server(RogueConnection connection, ServerCertificate certificate)
			throws IOException, InterruptedException, GeneralSecurityException {
		super(connection, certificate);
	}

	static Tls12Server accept(RogueConnection connection, ServerCertificate certificate)
			throws IOException, InterruptedException, GeneralSecurityException {
		return new Tls12Server(connection, certificate);
	}

	byte[] serverHello() {
		return serverHello(TlsRecords.TLS_1_2, CIPHER_SUITE);
	}

	byte[] serverHello(int version, int cipherSuite) {
		byte[] extensions = ByteWriter.concat(TlsRecords.extension(RENEGOTIATION_INFO, new byte[1]),
				TlsRecords.extension(EXTENDED_MASTER_SECRET, new byte[0]));
		return serverHello(version, cipherSuite, extensions);
	}

	byte[] serverHello(int version, int cipherSuite, byte[] extensions) {
		return TlsRecords.message(SERVER_HELLO,
				new ByteWriter().uint16(version)
					.bytes(this.random)
					.vector8(random(32))
					.uint16(cipherSuite)
					.uint8(0)
					.vector16(extensions)
					.toByteArray());
	}

	/**
	 * Choose a random that ends as a server's does that could speak a newer version.
	 * @param sentinel the end
	 */
	void endRandomWith(byte[] sentinel) {
		System.arraycopy(sentinel, 0, this.random, this.random.length - sentinel.length, sentinel.length);
	}

	byte[] certificateMessage() {
		return certificateMessage(chain());
	}

	byte[] certificateMessage(List<byte[]> certificates) {
		ByteWriter list = new ByteWriter();
		certificates.forEach(list::vector24);
		return TlsRecords.message(CERTIFICATE, new ByteWriter().vector24(list.toByteArray()).toByteArray());
	}

	byte[] serverKeyExchange() throws GeneralSecurityException {
		return serverKeyExchange(keyParameters(this.key.share()));
	}

	/**
	 * Send a share of a key that is signed, whatever it is.
	 * @param parameters the curve and the share
	 * @return the message
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	byte[] serverKeyExchange(byte[] parameters) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(this.certificate.keyPair().getPrivate());
		signature.update(ByteWriter.concat(this.clientHello.random(), this.random, parameters));
		return serverKeyExchange(parameters, signature.sign());
	}

	byte[] serverKeyExchange(byte[] parameters, byte[] signature) {
		return TlsRecords.message(SERVER_KEY_EXCHANGE,
				new ByteWriter().bytes(parameters).uint16(RSA_PKCS1_SHA256).vector16(signature).toByteArray());
	}

	static byte[] keyParameters(byte[] share) {
		return new ByteWriter().uint8(NAMED_CURVE).uint16(EphemeralKey.GROUP).vector8(share).toByteArray();
	}

	byte[] serverHelloDone() {
		return TlsRecords.message(SERVER_HELLO_DONE, new byte[0]);
	}

	byte[] finished() throws GeneralSecurityException {
		return TlsRecords.message(FINISHED, verifyData("server finished"));
	}

	private byte[] verifyData(String label) throws GeneralSecurityException {
		return KeyDerivation.pseudorandom(this.masterSecret, label, KeyDerivation.hash(transcript()), VERIFY_DATA_SIZE);
	}

	@Override
	byte[] records(byte[] message) throws GeneralSecurityException {
		remember(message);
		return (this.outgoing == null) ? TlsRecords.handshake(message) : encrypt(TlsRecords.HANDSHAKE, message);
	}

	@Override
	List<Message> flight() {
		return List.of(this::serverHello, this::certificateMessage, this::serverKeyExchange, this::serverHelloDone);
	}

	@Override
	void shakeHands() throws Exception {
		sendFirst(flight().size());
		readFinished();
		sendChangeCipherSpec();
		send(finished());
	}

	/**
	 * Announce that the keys are used from now on, and use them.
	 * @throws IOException if the client closes the connection
	 */
	void sendChangeCipherSpec() throws IOException {
		this.connection.send(TlsRecords.changeCipherSpec());
		this.outgoing = this.next;
	}

	/**
	 * Read the client's key and its Finished.
	 * @throws Exception if it doesn't fit
	 */
	void readFinished() throws Exception {
		byte[] keyExchange = readInTheClear();
		remember(keyExchange);
		byte[] share = Arrays.copyOfRange(keyExchange, MESSAGE_HEADER_SIZE + 1, keyExchange.length);
		this.masterSecret = KeyDerivation.pseudorandom(this.key.agree(share), "extended master secret",
				KeyDerivation.hash(transcript()), MASTER_SECRET_SIZE);
		deriveKeys();
		byte[] finished = read();
		requireEqual(TlsRecords.message(FINISHED, verifyData("client finished")), finished);
		remember(finished);
	}

	private byte[] readInTheClear() throws IOException, InterruptedException {
		byte[] record = this.connection.readRecord();
		requireNoAlert(record);
		return TlsRecords.contentOf(record);
	}

	private void deriveKeys() throws GeneralSecurityException {
		byte[] block = KeyDerivation.pseudorandom(this.masterSecret, "key expansion",
				ByteWriter.concat(this.random, this.clientHello.random()), 2 * (RecordCipher.KEY_SIZE + SALT_SIZE));
		int salts = 2 * RecordCipher.KEY_SIZE;
		this.incoming = RecordCipher.tls12(Arrays.copyOf(block, RecordCipher.KEY_SIZE),
				Arrays.copyOfRange(block, salts, salts + SALT_SIZE));
		this.next = RecordCipher.tls12(Arrays.copyOfRange(block, RecordCipher.KEY_SIZE, salts),
				Arrays.copyOfRange(block, salts + SALT_SIZE, block.length));
	}

}

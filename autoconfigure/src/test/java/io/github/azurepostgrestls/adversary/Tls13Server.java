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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * The server side of TLS 1.3 (RFC 8446) with secp256r1 and TLS_AES_128_GCM_SHA256.
 *
 * @author the azure-postgres-tls contributors
 */
final class Tls13Server extends TlsServer {

	static final int ENCRYPTED_EXTENSIONS = 8;

	static final int CERTIFICATE_VERIFY = 15;

	static final int KEY_UPDATE = 24;

	static final int NEW_SESSION_TICKET = 4;

	static final int CERTIFICATE_REQUEST = 13;

	private static final int SERVER_HELLO = 2;

	private static final int CIPHER_SUITE = 0x1301;

	private static final int TLS_1_3 = 0x0304;

	private static final int SUPPORTED_VERSIONS = 43;

	private static final int KEY_SHARE = 51;

	private static final String SIGNATURE_CONTEXT = " ".repeat(64) + "TLS 1.3, server CertificateVerify\0";

	// The random by which a client recognizes a HelloRetryRequest (RFC 8446, 4.1.3)
	private static final byte[] HELLO_RETRY_REQUEST = HexFormat.of()
		.parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

	// Written by the thread that plays the script, as all that follows
	private byte[] handshakeSecret = new byte[0];

	private byte[] clientSecret = new byte[0];

	private byte[] serverSecret = new byte[0];

	private Tls13Server(RogueConnection connection, ServerCertificate certificate)
			throws IOException, InterruptedException, GeneralSecurityException {
		super(connection, certificate);
	}

	static Tls13Server accept(RogueConnection connection, ServerCertificate certificate)
			throws IOException, InterruptedException, GeneralSecurityException {
		return new Tls13Server(connection, certificate);
	}

	byte[] serverHello() {
		return serverHello(random(32), CIPHER_SUITE, selectedVersion(TLS_1_3), keyShare(EphemeralKey.GROUP));
	}

	byte[] serverHello(byte[] random, int cipherSuite, byte[]... extensions) {
		return TlsRecords.message(SERVER_HELLO,
				new ByteWriter().uint16(TlsRecords.TLS_1_2)
					.bytes(random)
					.vector8(this.clientHello.sessionId())
					.uint16(cipherSuite)
					.uint8(0)
					.vector16(ByteWriter.concat(extensions))
					.toByteArray());
	}

	byte[] helloRetryRequest(int group) {
		return serverHello(HELLO_RETRY_REQUEST, CIPHER_SUITE, selectedVersion(TLS_1_3),
				TlsRecords.extension(KEY_SHARE, new ByteWriter().uint16(group).toByteArray()));
	}

	byte[] selectedVersion(int version) {
		return TlsRecords.extension(SUPPORTED_VERSIONS, new ByteWriter().uint16(version).toByteArray());
	}

	byte[] keyShare(int group) {
		return TlsRecords.extension(KEY_SHARE, new ByteWriter().uint16(group).vector16(this.key.share()).toByteArray());
	}

	static byte[] encryptedExtensions(byte[]... extensions) {
		return TlsRecords.message(ENCRYPTED_EXTENSIONS,
				new ByteWriter().vector16(ByteWriter.concat(extensions)).toByteArray());
	}

	byte[] certificateMessage() {
		return certificateMessage(chain());
	}

	byte[] certificateMessage(List<byte[]> certificates) {
		ByteWriter list = new ByteWriter();
		certificates.forEach((each) -> list.vector24(each).vector16(new byte[0]));
		return TlsRecords.message(CERTIFICATE,
				new ByteWriter().vector8(new byte[0]).vector24(list.toByteArray()).toByteArray());
	}

	byte[] certificateVerify() throws GeneralSecurityException {
		return certificateVerify(RSA_PSS_SHA256, signPss(this.certificate.keyPair().getPrivate(), signedContent()));
	}

	byte[] certificateVerify(int scheme, byte[] signature) {
		return TlsRecords.message(CERTIFICATE_VERIFY,
				new ByteWriter().uint16(scheme).vector16(signature).toByteArray());
	}

	byte[] signedContent() throws GeneralSecurityException {
		return ByteWriter.concat(SIGNATURE_CONTEXT.getBytes(StandardCharsets.US_ASCII),
				KeyDerivation.hash(transcript()));
	}

	byte[] finished() throws GeneralSecurityException {
		return TlsRecords.message(FINISHED, verifyData(this.serverSecret));
	}

	private byte[] verifyData(byte[] secret) throws GeneralSecurityException {
		byte[] finishedKey = KeyDerivation.expandLabel(secret, "finished", new byte[0], KeyDerivation.HASH_SIZE);
		return KeyDerivation.hmac(finishedKey, KeyDerivation.hash(transcript()));
	}

	@Override
	byte[] records(byte[] message) throws GeneralSecurityException {
		if (this.outgoing != null) {
			remember(message);
			return encryptInParts(message);
		}
		remember(message);
		if (message[0] == SERVER_HELLO) {
			deriveHandshakeKeys();
		}
		return TlsRecords.handshake(message);
	}

	private byte[] encryptInParts(byte[] message) throws GeneralSecurityException {
		ByteWriter records = new ByteWriter();
		for (int start = 0; start < message.length; start += TlsRecords.MAXIMUM_CONTENT) {
			int end = Math.min(message.length, start + TlsRecords.MAXIMUM_CONTENT);
			records.bytes(encrypt(TlsRecords.HANDSHAKE, Arrays.copyOfRange(message, start, end)));
		}
		return records.toByteArray();
	}

	private void deriveHandshakeKeys() throws GeneralSecurityException {
		byte[] zeros = new byte[KeyDerivation.HASH_SIZE];
		byte[] derived = KeyDerivation.deriveSecret(KeyDerivation.extract(zeros, zeros), "derived", new byte[0]);
		this.handshakeSecret = KeyDerivation.extract(derived,
				this.key.agree(this.clientHello.keyShare(EphemeralKey.GROUP)));
		this.clientSecret = KeyDerivation.deriveSecret(this.handshakeSecret, "c hs traffic", transcript());
		this.serverSecret = KeyDerivation.deriveSecret(this.handshakeSecret, "s hs traffic", transcript());
		this.outgoing = RecordCipher.tls13(this.serverSecret);
		this.incoming = RecordCipher.tls13(this.clientSecret);
	}

	@Override
	List<Message> flight() {
		return List.of(this::serverHello, Tls13Server::encryptedExtensions, this::certificateMessage,
				this::certificateVerify, this::finished);
	}

	@Override
	void shakeHands() throws Exception {
		shakeHandsWith(encryptedExtensions());
	}

	void shakeHandsWith(byte[] encryptedExtensions) throws Exception {
		send(serverHello(), encryptedExtensions, certificateMessage());
		send(certificateVerify());
		send(finished());
		readFinished();
	}

	/**
	 * Read the client's Finished and change to the keys of application data.
	 * @throws Exception if it doesn't fit
	 */
	void readFinished() throws Exception {
		byte[] derived = KeyDerivation.deriveSecret(this.handshakeSecret, "derived", new byte[0]);
		byte[] masterSecret = KeyDerivation.extract(derived, new byte[KeyDerivation.HASH_SIZE]);
		byte[] clientTraffic = KeyDerivation.deriveSecret(masterSecret, "c ap traffic", transcript());
		byte[] serverTraffic = KeyDerivation.deriveSecret(masterSecret, "s ap traffic", transcript());
		requireEqual(TlsRecords.message(FINISHED, verifyData(this.clientSecret)), read());
		this.incoming = RecordCipher.tls13(clientTraffic);
		this.outgoing = RecordCipher.tls13(serverTraffic);
	}

}

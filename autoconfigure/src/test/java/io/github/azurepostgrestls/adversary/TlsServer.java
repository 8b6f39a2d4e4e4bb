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
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;

import io.github.azurepostgrestls.test.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a handshake, message by message, so that a script can violate the
 * protocol at each of them.
 *
 * @author the azure-postgres-tls contributors
 */
abstract class TlsServer {

	static final int CERTIFICATE = 11;

	static final int FINISHED = 20;

	static final int RSA_PSS_SHA256 = 0x0804;

	static final int APPLICATION_LAYER_PROTOCOL_NEGOTIATION = 16;

	private static final SecureRandom RANDOM = new SecureRandom();

	final RogueConnection connection;

	final ServerCertificate certificate;

	final ClientHello clientHello;

	final EphemeralKey key;

	private final ByteWriter transcript = new ByteWriter();

	// Written by the thread that plays the script, as all that follows
	@Nullable RecordCipher outgoing;

	@Nullable RecordCipher incoming;

	TlsServer(RogueConnection connection, ServerCertificate certificate)
			throws IOException, InterruptedException, GeneralSecurityException {
		this.connection = connection;
		this.certificate = certificate;
		this.clientHello = ClientHello.parse(TlsRecords.contentOf(connection.readRecord()));
		this.key = new EphemeralKey();
		remember(this.clientHello.message());
	}

	RogueConnection connection() {
		return this.connection;
	}

	/**
	 * Complete the handshake.
	 * @throws Exception if the client does not complete it
	 */
	abstract void shakeHands() throws Exception;

	/**
	 * Return the messages that the server sends at once, in their order.
	 * @return the messages, each of which can only be made when those before it are sent
	 */
	abstract List<Message> flight();

	/**
	 * Send the first messages of the flight.
	 * @param count how many
	 * @throws Exception if the client closes the connection
	 */
	final void sendFirst(int count) throws Exception {
		for (Message message : flight().subList(0, count)) {
			send(message.make());
		}
	}

	/**
	 * Send messages of the flight in another order. Later ones may not be reached, but
	 * each is made when it is sent.
	 * @param order their places in the flight
	 * @throws Exception if the client closes the connection
	 */
	final void sendInOrder(int... order) throws Exception {
		for (int index : order) {
			send(flight().get(index).make());
		}
	}

	/**
	 * Send handshake messages, each in its own records.
	 * @param messages the messages
	 * @throws IOException if the client closes the connection
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	final void send(byte[]... messages) throws IOException, GeneralSecurityException {
		for (byte[] message : messages) {
			this.connection.send(records(message));
		}
	}

	/**
	 * Return a handshake message as it goes over the wire.
	 * @param message the message
	 * @return the records
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	abstract byte[] records(byte[] message) throws GeneralSecurityException;

	/**
	 * Send application data.
	 * @param content the data
	 * @throws IOException if the client closes the connection
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	final void write(byte[] content) throws IOException, GeneralSecurityException {
		for (int start = 0; start < content.length; start += TlsRecords.MAXIMUM_CONTENT) {
			int end = Math.min(content.length, start + TlsRecords.MAXIMUM_CONTENT);
			this.connection.send(encrypt(TlsRecords.APPLICATION_DATA, Arrays.copyOfRange(content, start, end)));
		}
	}

	/**
	 * Encrypt a record, also one that is not expected now.
	 * @param type the type of the content
	 * @param content the content
	 * @return the record
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	final byte[] encrypt(int type, byte[] content) throws GeneralSecurityException {
		return required(this.outgoing).encrypt(type, content);
	}

	/**
	 * Read the next record that isn't a ChangeCipherSpec.
	 * @return the content
	 * @throws IOException if the client closes the connection
	 * @throws InterruptedException if the server is closed
	 * @throws GeneralSecurityException if the client uses another key
	 */
	final byte[] read() throws IOException, InterruptedException, GeneralSecurityException {
		byte[] record = this.connection.readRecord();
		while (record[0] == TlsRecords.CHANGE_CIPHER_SPEC) {
			record = this.connection.readRecord();
		}
		requireNoAlert(record);
		byte[] decrypted = required(this.incoming).decrypt(record);
		requireNoAlert(decrypted);
		return TlsRecords.contentOf(decrypted);
	}

	static void requireNoAlert(byte[] record) throws IOException {
		if (record[0] == TlsRecords.ALERT && record.length == TlsRecords.HEADER_SIZE + 2) {
			throw new IOException("The client sends the alert " + record[TlsRecords.HEADER_SIZE + 1]);
		}
	}

	static RecordCipher required(@Nullable RecordCipher cipher) {
		if (cipher == null) {
			throw new IllegalStateException("No key is agreed on yet");
		}
		return cipher;
	}

	final void remember(byte[] message) {
		this.transcript.bytes(message);
	}

	final byte[] transcript() {
		return this.transcript.toByteArray();
	}

	final byte[] signPss(PrivateKey key, byte[] content) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("RSASSA-PSS");
		signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		signature.initSign(key);
		signature.update(content);
		return signature.sign();
	}

	static void requireEqual(byte[] expected, byte[] actual) throws SignatureException {
		if (!Arrays.equals(expected, actual)) {
			throw new SignatureException("The client's Finished doesn't fit");
		}
	}

	static byte[] random(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	static byte[] applicationProtocol(String name) {
		byte[] names = new ByteWriter().vector8(name.getBytes(StandardCharsets.US_ASCII)).toByteArray();
		return TlsRecords.extension(APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
				new ByteWriter().vector16(names).toByteArray());
	}

	final List<byte[]> chain() {
		return this.certificate.chain().stream().map(TlsServer::encoded).toList();
	}

	static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a handshake message.
	 */
	interface Message {

		byte[] make() throws GeneralSecurityException;

	}

}

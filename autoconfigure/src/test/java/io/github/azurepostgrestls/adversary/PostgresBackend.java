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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server side of the PostgreSQL protocol inside TLS, as far as connections are opened
 * and closed and a query is never answered.
 *
 * @author the azure-postgres-tls contributors
 */
final class PostgresBackend {

	/** A query that is never answered. */
	static final String ENDLESS_QUERY = "select pg_sleep(60)";

	/** The process id and the secret key by which a query is cancelled. */
	static final byte[] BACKEND_KEY = new ByteWriter().int32(0x11223344).int32(0x55667788).toByteArray();

	private static final int AUTHENTICATION_OK = 0;

	private static final int AUTHENTICATION_CLEARTEXT_PASSWORD = 3;

	private final TlsServer tls;

	// Written by the thread that plays the script
	private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

	private PostgresBackend(TlsServer tls) {
		this.tls = tls;
	}

	/**
	 * Complete the handshake and read the StartupMessage.
	 * @param tls the server side of TLS
	 * @return the server side of the PostgreSQL protocol
	 * @throws Exception if the client does not complete the handshake
	 */
	static PostgresBackend startUp(TlsServer tls) throws Exception {
		tls.shakeHands();
		PostgresBackend backend = new PostgresBackend(tls);
		backend.readLength();
		return backend;
	}

	/**
	 * Complete the handshake with extensions and read the StartupMessage.
	 * @param tls the server side of TLS
	 * @param extensions the content of EncryptedExtensions
	 * @return the server side of the PostgreSQL protocol
	 * @throws Exception if the client does not complete the handshake
	 */
	static PostgresBackend startUp(Tls13Server tls, byte[]... extensions) throws Exception {
		tls.shakeHandsWith(tls.encryptedExtensions(extensions));
		PostgresBackend backend = new PostgresBackend(tls);
		backend.readLength();
		return backend;
	}

	/**
	 * Accept every user and answer queries without a result.
	 * @throws Exception if the client closes the connection
	 */
	void serve() throws Exception {
		serve(() -> {
		});
	}

	/**
	 * Accept every user, and never answer one query.
	 * @param onEndlessQuery what to do when it is asked for that
	 * @throws Exception if the client closes the connection
	 */
	void serve(Runnable onEndlessQuery) throws Exception {
		this.tls.write(ByteWriter.concat(authentication(AUTHENTICATION_OK), parameterStatuses(),
				message('K', BACKEND_KEY), readyForQuery()));
		boolean answering = true;
		for (char type = readType(); type != 'X'; type = readType()) {
			String content = new String(readLength(), StandardCharsets.UTF_8);
			if (content.contains(ENDLESS_QUERY)) {
				answering = false;
				onEndlessQuery.run();
			}
			if (answering) {
				this.tls.write(answerTo(type));
			}
		}
	}

	private static byte[] answerTo(char type) {
		return switch (type) {
			case 'P' -> message('1', new byte[0]);
			case 'B' -> message('2', new byte[0]);
			case 'D' -> message('n', new byte[0]);
			case 'E' -> commandComplete();
			case 'Q' -> ByteWriter.concat(commandComplete(), readyForQuery());
			case 'S' -> readyForQuery();
			default -> new byte[0];
		};
	}

	private char readType() throws Exception {
		return (char) take(1)[0];
	}

	private byte[] readLength() throws Exception {
		return take(ByteBuffer.wrap(take(Integer.BYTES)).getInt() - Integer.BYTES);
	}

	private byte[] take(int length) throws Exception {
		while (this.unread.size() < length) {
			this.unread.writeBytes(this.tls.read());
		}
		ByteBuffer bytes = ByteBuffer.wrap(this.unread.toByteArray());
		byte[] taken = new byte[length];
		bytes.get(taken);
		this.unread.reset();
		this.unread.write(bytes.array(), length, bytes.remaining());
		return taken;
	}

	/**
	 * Read a message with a type.
	 * @throws Exception if the client closes the connection
	 */
	void readMessage() throws Exception {
		readType();
		readLength();
	}

	/**
	 * Send a record that isn't of the PostgreSQL protocol.
	 * @param type the type of the record
	 * @param content its content
	 * @throws Exception if the client closes the connection
	 */
	void sendRecord(int type, byte[] content) throws Exception {
		connection().send(this.tls.encrypt(type, content));
	}

	void send(byte[] message) throws Exception {
		this.tls.write(message);
	}

	/**
	 * Send a message one byte a record.
	 * @param message the message
	 * @throws Exception if the client closes the connection
	 */
	void drip(byte[] message) throws Exception {
		for (byte next : message) {
			this.tls.write(new byte[] { next });
			connection().pause(200);
		}
	}

	RogueConnection connection() {
		return this.tls.connection();
	}

	static byte[] authenticationOk() {
		return authentication(AUTHENTICATION_OK);
	}

	static byte[] authenticationCleartextPassword() {
		return authentication(AUTHENTICATION_CLEARTEXT_PASSWORD);
	}

	static byte[] authentication(int request) {
		return message('R', new ByteWriter().int32(request).toByteArray());
	}

	static byte[] errorResponse(String sqlState, String text) {
		ByteWriter fields = new ByteWriter();
		new TreeMap<>(Map.of('S', "FATAL", 'V', "FATAL", 'C', sqlState, 'M', text, 'R', "auth_failed"))
			.forEach((field, value) -> fields.uint8(field).nulTerminated(value));
		return message('E', fields.uint8(0).toByteArray());
	}

	private static byte[] commandComplete() {
		return message('C', new ByteWriter().nulTerminated("SET").toByteArray());
	}

	static byte[] readyForQuery() {
		return message('Z', new byte[] { 'I' });
	}

	private static byte[] parameterStatuses() {
		ByteWriter statuses = new ByteWriter();
		Map.of("server_version", "18.1", "client_encoding", "UTF8", "DateStyle", "ISO, MDY", "TimeZone", "UTC",
				"standard_conforming_strings", "on", "integer_datetimes", "on")
			.forEach((name, value) -> statuses
				.bytes(message('S', new ByteWriter().nulTerminated(name).nulTerminated(value).toByteArray())));
		return statuses.toByteArray();
	}

	static byte[] message(char type, byte[] content) {
		return new ByteWriter().uint8(type).int32(content.length + Integer.BYTES).bytes(content).toByteArray();
	}

}

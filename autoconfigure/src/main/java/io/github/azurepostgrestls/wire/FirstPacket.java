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

package io.github.azurepostgrestls.wire;

import java.nio.ByteBuffer;

/**
 * The first packet that the driver wants to send on a new connection.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 * message formats</a>
 */
enum FirstPacket {

	/** PostgreSQL's SSLRequest, which asks for TLS. */
	SSL_REQUEST,

	/**
	 * The request to cancel a query of another connection: holds that one's secret key.
	 */
	CANCEL_REQUEST,

	/**
	 * Anything else, such as a StartupMessage with the user's name or a GSSENCRequest.
	 */
	OTHER,

	/** More bytes are needed to tell. */
	INCOMPLETE;

	private static final int SSL_REQUEST_CODE = (1234 << 16) | 5679;

	private static final int CANCEL_REQUEST_CODE = (1234 << 16) | 5678;

	// Length and code
	private static final int HEADER_SIZE = 8;

	// Length, code, process id and a key of at most 256 bytes (protocol 3.2)
	private static final int MAXIMUM_CANCEL_REQUEST_SIZE = HEADER_SIZE + 4 + 256;

	/**
	 * Tell what the bytes are.
	 * @param bytes all that was to be sent so far, at least one byte
	 * @return what they are
	 */
	static FirstPacket of(byte[] bytes) {
		if (bytes.length < HEADER_SIZE) {
			return INCOMPLETE;
		}
		ByteBuffer header = ByteBuffer.wrap(bytes);
		int length = header.getInt();
		int code = header.getInt();
		if (code == SSL_REQUEST_CODE && length == HEADER_SIZE && bytes.length == HEADER_SIZE) {
			return SSL_REQUEST;
		}
		if (code == CANCEL_REQUEST_CODE && length <= MAXIMUM_CANCEL_REQUEST_SIZE && bytes.length <= length) {
			return (bytes.length == length) ? CANCEL_REQUEST : INCOMPLETE;
		}
		return OTHER;
	}

	/**
	 * Return the packet that asks for TLS.
	 * @return its bytes
	 */
	static byte[] sslRequest() {
		return ByteBuffer.allocate(HEADER_SIZE).putInt(HEADER_SIZE).putInt(SSL_REQUEST_CODE).array();
	}

}

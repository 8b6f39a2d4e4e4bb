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

import java.util.Arrays;

/**
 * Records and handshake messages of TLS in the clear (RFC 5246, RFC 8446).
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsRecords {

	static final int CHANGE_CIPHER_SPEC = 20;

	static final int ALERT = 21;

	static final int HANDSHAKE = 22;

	static final int APPLICATION_DATA = 23;

	static final int TLS_1_2 = 0x0303;

	static final int MAXIMUM_CONTENT = 16384;

	static final int HEADER_SIZE = 5;

	private static final int WARNING = 1;

	private static final int FATAL = 2;

	private TlsRecords() {
	}

	static byte[] record(int type, byte[] content) {
		return record(type, TLS_1_2, content);
	}

	static byte[] record(int type, int version, byte[] content) {
		return new ByteWriter().uint8(type).uint16(version).vector16(content).toByteArray();
	}

	/**
	 * Put a handshake message into as many records as it takes.
	 * @param message the message
	 * @return the records
	 */
	static byte[] handshake(byte[] message) {
		ByteWriter records = new ByteWriter();
		for (int start = 0; start < message.length; start += MAXIMUM_CONTENT) {
			records.bytes(record(HANDSHAKE,
					Arrays.copyOfRange(message, start, Math.min(message.length, start + MAXIMUM_CONTENT))));
		}
		return records.toByteArray();
	}

	static byte[] fatalAlert(int description) {
		return record(ALERT, alert(FATAL, description));
	}

	static byte[] warningAlert(int description) {
		return record(ALERT, alert(WARNING, description));
	}

	static byte[] fatal(int description) {
		return alert(FATAL, description);
	}

	static byte[] warning(int description) {
		return alert(WARNING, description);
	}

	private static byte[] alert(int level, int description) {
		return new byte[] { (byte) level, (byte) description };
	}

	static byte[] changeCipherSpec() {
		return record(CHANGE_CIPHER_SPEC, new byte[] { 1 });
	}

	static byte[] message(int type, byte[] body) {
		return new ByteWriter().uint8(type).vector24(body).toByteArray();
	}

	static byte[] extension(int type, byte[] content) {
		return new ByteWriter().uint16(type).vector16(content).toByteArray();
	}

	/**
	 * Return the content of a record.
	 * @param record the record with its header
	 * @return the content
	 */
	static byte[] contentOf(byte[] record) {
		return Arrays.copyOfRange(record, HEADER_SIZE, record.length);
	}

}

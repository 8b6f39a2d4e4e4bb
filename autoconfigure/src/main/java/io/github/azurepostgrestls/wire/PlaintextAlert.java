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

import org.jspecify.annotations.Nullable;

/**
 * Watches one direction of a handshake for an alert in the clear: the last word of a
 * client or server that has nothing in common with the other (RFC 8446, 6).
 *
 * @author the azure-postgres-tls contributors
 */
final class PlaintextAlert {

	// The content type of an alert record, its length, and the size of the whole record
	private static final int ALERT = 21;

	private static final int ALERT_LENGTH = 2;

	private static final int RECORD_SIZE = 5 + ALERT_LENGTH;

	private final byte[] record = new byte[RECORD_SIZE];

	private int size;

	/**
	 * Start to watch a record, and forget the former.
	 */
	void restart() {
		this.size = 0;
	}

	/**
	 * Watch bytes, in the order of the connection.
	 * @param bytes holds the bytes
	 * @param offset the index of the first
	 * @param length how many there are
	 */
	void watch(byte[] bytes, int offset, int length) {
		int watched = Math.min(length, RECORD_SIZE - this.size);
		if (watched > 0) {
			System.arraycopy(bytes, offset, this.record, this.size, watched);
			this.size += watched;
		}
	}

	/**
	 * Return the alert.
	 * @return its description, or {@code null} if the record is no alert
	 */
	@Nullable Integer description() {
		boolean alert = this.size == RECORD_SIZE && this.record[0] == ALERT && this.record[3] == 0
				&& this.record[4] == ALERT_LENGTH;
		return alert ? Byte.toUnsignedInt(this.record[RECORD_SIZE - 1]) : null;
	}

}

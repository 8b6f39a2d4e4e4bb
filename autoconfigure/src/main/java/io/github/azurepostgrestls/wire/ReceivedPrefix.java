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

import java.io.ByteArrayOutputStream;

/**
 * The first bytes that a server sent: enough to recognize another protocol.
 *
 * @author the azure-postgres-tls contributors
 */
final class ReceivedPrefix {

	private static final int SIZE = 16;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);

	void add(byte[] buffer, int offset, int count) {
		int missing = SIZE - this.bytes.size();
		if (count > 0 && missing > 0) {
			this.bytes.write(buffer, offset, Math.min(count, missing));
		}
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

	boolean startsWith(char expected) {
		return this.bytes.size() > 0 && bytes()[0] == expected;
	}

	/**
	 * Return whether the server sent something else where TLS must start.
	 * @param position where that is
	 * @return whether a byte is there that doesn't start a TLS record
	 */
	boolean isOtherThanTls(int position) {
		byte[] bytes = bytes();
		return bytes.length > position && !TlsRecord.startsWith(bytes[position]);
	}

}

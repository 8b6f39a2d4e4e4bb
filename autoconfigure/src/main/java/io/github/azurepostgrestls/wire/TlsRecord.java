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

/**
 * Recognizes a TLS record by its first byte, the content type (RFC 8446, 5.1).
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsRecord {

	private static final int CHANGE_CIPHER_SPEC = 20;

	private static final int APPLICATION_DATA = 23;

	private static final int MAJOR_VERSION = 3;

	private TlsRecord() {
	}

	static boolean startsWith(byte type, byte version) {
		return startsWith(type) && version == MAJOR_VERSION;
	}

	static boolean startsWith(byte first) {
		return first >= CHANGE_CIPHER_SPEC && first <= APPLICATION_DATA;
	}

}

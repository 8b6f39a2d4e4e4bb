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
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the numbers and vectors of a network protocol.
 *
 * @author the azure-postgres-tls contributors
 */
final class ByteWriter {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	ByteWriter uint8(int value) {
		this.bytes.write(value);
		return this;
	}

	ByteWriter uint16(int value) {
		return uint8(value >>> 8).uint8(value);
	}

	ByteWriter uint24(int value) {
		return uint8(value >>> 16).uint16(value);
	}

	ByteWriter int32(int value) {
		return uint16(value >>> 16).uint16(value);
	}

	ByteWriter bytes(byte[] bytes) {
		this.bytes.writeBytes(bytes);
		return this;
	}

	ByteWriter bytes(List<byte[]> parts) {
		parts.forEach(this::bytes);
		return this;
	}

	ByteWriter ascii(String text) {
		return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	ByteWriter nulTerminated(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8)).uint8(0);
	}

	ByteWriter vector8(byte[] content) {
		return uint8(content.length).bytes(content);
	}

	ByteWriter vector16(byte[] content) {
		return uint16(content.length).bytes(content);
	}

	ByteWriter vector24(byte[] content) {
		return uint24(content.length).bytes(content);
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

	static byte[] concat(byte[]... parts) {
		return new ByteWriter().bytes(List.of(parts)).toByteArray();
	}

}

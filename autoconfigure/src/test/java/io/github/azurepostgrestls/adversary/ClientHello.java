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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client offers (RFC 8446, 4.1.2).
 *
 * @param message the handshake message
 * @param random the client's random
 * @param sessionId the session id, which a server of TLS 1.3 echoes
 * @param extensions the extensions by their type
 * @author the azure-postgres-tls contributors
 */
record ClientHello(byte[] message, byte[] random, byte[] sessionId, Map<Integer, byte[]> extensions) {

	private static final int APPLICATION_LAYER_PROTOCOL_NEGOTIATION = 16;

	private static final int KEY_SHARE = 51;

	private static final int HEADER_SIZE = 4;

	static ClientHello parse(byte[] message) {
		ByteBuffer buffer = ByteBuffer.wrap(message).position(HEADER_SIZE + 2);
		byte[] random = bytes(buffer, 32);
		byte[] sessionId = bytes(buffer, Byte.toUnsignedInt(buffer.get()));
		// Cipher suites and compression methods
		bytes(buffer, Short.toUnsignedInt(buffer.getShort()));
		bytes(buffer, Byte.toUnsignedInt(buffer.get()));
		Map<Integer, byte[]> extensions = new HashMap<>();
		ByteBuffer list = ByteBuffer.wrap(vector16(buffer));
		while (list.hasRemaining()) {
			extensions.put(Short.toUnsignedInt(list.getShort()), vector16(list));
		}
		return new ClientHello(message, random, sessionId, extensions);
	}

	/**
	 * Return the client's share of a key.
	 * @param group the group of the key
	 * @return the share
	 */
	byte[] keyShare(int group) {
		ByteBuffer shares = ByteBuffer.wrap(vector16(ByteBuffer.wrap(this.extensions.get(KEY_SHARE))));
		while (shares.hasRemaining()) {
			int found = Short.toUnsignedInt(shares.getShort());
			byte[] share = vector16(shares);
			if (found == group) {
				return share;
			}
		}
		throw new IllegalStateException("The client has no share of group " + group);
	}

	/**
	 * Return the protocols that the client offers inside TLS.
	 * @return the names, which may be none
	 */
	List<String> applicationProtocols() {
		byte[] extension = this.extensions.get(APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
		List<String> names = new ArrayList<>();
		if (extension != null) {
			ByteBuffer list = ByteBuffer.wrap(vector16(ByteBuffer.wrap(extension)));
			while (list.hasRemaining()) {
				names.add(new String(bytes(list, Byte.toUnsignedInt(list.get())), StandardCharsets.US_ASCII));
			}
		}
		return names;
	}

	private static byte[] vector16(ByteBuffer buffer) {
		return bytes(buffer, Short.toUnsignedInt(buffer.getShort()));
	}

	private static byte[] bytes(ByteBuffer buffer, int length) {
		byte[] bytes = new byte[length];
		buffer.get(bytes);
		return bytes;
	}

}

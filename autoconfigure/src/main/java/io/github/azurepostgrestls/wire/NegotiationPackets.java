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
 * What may be sent before PostgreSQL's protocol begins, for those who carry the bytes of
 * an {@link EngineHandshake}.
 *
 * @author the azure-postgres-tls contributors
 */
public final class NegotiationPackets {

	private NegotiationPackets() {
	}

	/**
	 * Return the packet that asks for TLS.
	 * @return its bytes
	 */
	public static byte[] sslRequest() {
		return FirstPacket.sslRequest();
	}

	/**
	 * Return whether a packet asks to cancel a query.
	 * @param packet the first packet of a connection
	 * @return whether it does
	 */
	public static boolean isCancelRequest(ByteBuffer packet) {
		byte[] bytes = new byte[packet.remaining()];
		packet.get(bytes);
		return FirstPacket.of(bytes) == FirstPacket.CANCEL_REQUEST;
	}

	/**
	 * Return whether bytes begin a TLS record.
	 * @param type the first byte
	 * @param version the second byte
	 * @return whether they do
	 */
	public static boolean isTlsRecord(byte type, byte version) {
		return TlsRecord.startsWith(type, version);
	}

}

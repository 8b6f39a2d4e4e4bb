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

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What the TLS engine writes: lets pass nothing but TLS records (RFC 8446, 5.1), whoever
 * writes.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsRecordOutputStream extends FilterOutputStream {

	private final GuardedSocket socket;

	TlsRecordOutputStream(GuardedSocket socket, OutputStream out) {
		super(out);
		this.socket = socket;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	// An engine writes whole records
	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > 0) {
			boolean record = length > 1 && TlsRecord.startsWith(bytes[offset], bytes[offset + 1]);
			if (!record) {
				throw this.socket.fail(new PlaintextRefusedException(this.socket.server()));
			}
			this.out.write(bytes, offset, length);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}

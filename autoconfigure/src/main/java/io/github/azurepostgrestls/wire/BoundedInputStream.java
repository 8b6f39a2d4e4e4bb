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

import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends, read within the deadline of the connection.
 *
 * @author the azure-postgres-tls contributors
 */
final class BoundedInputStream extends BlockInputStream {

	private static final int SKIPPED_AT_ONCE = 8192;

	private final BoundedSocket socket;

	BoundedInputStream(BoundedSocket socket, InputStream in) {
		super(in);
		this.socket = socket;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return this.socket.read(this.in, buffer, offset, length);
	}

	// JSSE skips what a server has sent when it closes the connection of a failed
	// handshake: all of a flood, if it isn't read within the deadline
	@Override
	public long skip(long count) throws IOException {
		return (count > 0) ? Math.max(0, read(new byte[(int) Math.min(count, SKIPPED_AT_ONCE)])) : 0;
	}

}

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.postgresql.util.ServerErrorMessage;

/**
 * What a verified server sends, with a look at its messages until the login has succeeded
 * or was refused. The driver reads the same bytes.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 * message formats</a>
 */
final class LoginInputStream extends BlockInputStream {

	private static final int HEADER = 5;

	private static final int LONGEST_ERROR = 16 * 1024;

	private static final byte ERROR_RESPONSE = 'E';

	private static final byte READY_FOR_QUERY = 'Z';

	private final Runnable accepted;

	private final Consumer<ServerErrorMessage> refused;

	private final ByteBuffer header = ByteBuffer.allocate(HEADER);

	private final ByteArrayOutputStream error = new ByteArrayOutputStream();

	// Of the message that is being read
	private int remaining;

	private boolean ended;

	/**
	 * Create a new {@link LoginInputStream} instance.
	 * @param in what the server sends
	 * @param accepted is run when the server accepts the login
	 * @param refused receives the answer when the server refuses the login
	 */
	LoginInputStream(InputStream in, Runnable accepted, Consumer<ServerErrorMessage> refused) {
		super(in);
		this.accepted = accepted;
		this.refused = refused;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = this.in.read(buffer, offset, length);
		if (!this.ended && count > 0) {
			follow(ByteBuffer.wrap(buffer, offset, count));
		}
		return count;
	}

	@Override
	public long skip(long count) throws IOException {
		this.ended = true;
		return super.skip(count);
	}

	private void follow(ByteBuffer bytes) {
		while (bytes.hasRemaining() && !this.ended) {
			if (this.header.hasRemaining()) {
				this.header.put(bytes.get());
				if (!this.header.hasRemaining()) {
					begin();
				}
			}
			else {
				continueWith(bytes);
			}
			if (!this.header.hasRemaining() && this.remaining == 0) {
				end();
			}
		}
	}

	// The length includes itself
	private void begin() {
		this.remaining = this.header.getInt(1) - Integer.BYTES;
		boolean tooLong = type() == ERROR_RESPONSE && this.remaining > LONGEST_ERROR;
		this.ended = type() == READY_FOR_QUERY || this.remaining < 0 || tooLong;
		if (type() == READY_FOR_QUERY) {
			this.accepted.run();
		}
	}

	private byte type() {
		return this.header.get(0);
	}

	private void continueWith(ByteBuffer bytes) {
		byte[] part = new byte[Math.min(this.remaining, bytes.remaining())];
		bytes.get(part);
		this.remaining -= part.length;
		if (type() == ERROR_RESPONSE) {
			this.error.writeBytes(part);
		}
	}

	private void end() {
		if (type() == ERROR_RESPONSE) {
			this.ended = true;
			this.refused.accept(new ServerErrorMessage(this.error.toString(StandardCharsets.UTF_8)));
		}
		this.header.clear();
	}

}

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
import java.nio.ByteBuffer;
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

	private final LoginMessages messages;

	/**
	 * Create a new {@link LoginInputStream} instance.
	 * @param in what the server sends
	 * @param accepted is run when the server accepts the login
	 * @param refused receives the answer when the server refuses the login
	 */
	LoginInputStream(InputStream in, Runnable accepted, Consumer<ServerErrorMessage> refused) {
		super(in);
		this.messages = new LoginMessages(accepted, refused);
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = this.in.read(buffer, offset, length);
		if (!this.messages.isEnded() && count > 0) {
			this.messages.follow(ByteBuffer.wrap(buffer, offset, count));
		}
		return count;
	}

	@Override
	public long skip(long count) throws IOException {
		this.messages.end();
		return super.skip(count);
	}

}

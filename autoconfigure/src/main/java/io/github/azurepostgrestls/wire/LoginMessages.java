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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.postgresql.util.ServerErrorMessage;

/**
 * Follows the messages of a verified server until the login has succeeded or was refused.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 * message formats</a>
 */
final class LoginMessages {

	private static final int HEADER = 5;

	private static final int LONGEST_CONTENT = 16 * 1024;

	private static final byte AUTHENTICATION = 'R';

	private static final int SASL_FINAL = 12;

	private static final byte ERROR_RESPONSE = 'E';

	private static final byte READY_FOR_QUERY = 'Z';

	private final Runnable accepted;

	private final Consumer<ServerErrorMessage> refused;

	private final ByteBuffer header = ByteBuffer.allocate(HEADER);

	// Of the message that is being read, as what is remaining
	private final ByteArrayOutputStream content = new ByteArrayOutputStream();

	private int remaining;

	private boolean clientsTurn;

	private boolean isRefused;

	private boolean ended;

	/**
	 * Create a new {@link LoginMessages} instance.
	 * @param accepted is run when the server accepts the login
	 * @param refused receives the answer when the server refuses the login
	 */
	LoginMessages(Runnable accepted, Consumer<ServerErrorMessage> refused) {
		this.accepted = accepted;
		this.refused = refused;
	}

	/**
	 * Return whether the login has succeeded or was refused, or can't be followed.
	 * @return whether nothing more is of interest
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return whether the login was refused.
	 * @return whether the server sent an error
	 */
	boolean isRefused() {
		return this.isRefused;
	}

	/**
	 * Return whether the server waits for an answer of the client.
	 * @return whether it has asked for a password or the like
	 */
	boolean isClientsTurn() {
		return this.clientsTurn;
	}

	/**
	 * The client sends something.
	 */
	void answered() {
		this.clientsTurn = false;
	}

	void end() {
		this.ended = true;
	}

	/**
	 * Follow what the server sends.
	 * @param bytes the next bytes
	 */
	void follow(ByteBuffer bytes) {
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
				complete();
			}
		}
	}

	// The length includes itself
	private void begin() {
		this.remaining = this.header.getInt(1) - Integer.BYTES;
		this.ended = type() == READY_FOR_QUERY || this.remaining < 0;
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
		if (type() == ERROR_RESPONSE || type() == AUTHENTICATION) {
			this.content.write(part, 0, Math.min(part.length, LONGEST_CONTENT - this.content.size()));
		}
	}

	private void complete() {
		if (type() == ERROR_RESPONSE) {
			this.ended = true;
			this.isRefused = true;
			this.refused.accept(new ServerErrorMessage(this.content.toString(StandardCharsets.UTF_8)));
		}
		this.clientsTurn = type() == AUTHENTICATION && asksClient(this.content.toByteArray());
		this.content.reset();
		this.header.clear();
	}

	// The server goes on by itself after AuthenticationOk and AuthenticationSASLFinal
	private static boolean asksClient(byte[] request) {
		int code = (request.length >= Integer.BYTES) ? ByteBuffer.wrap(request).getInt() : 0;
		return code != 0 && code != SASL_FINAL;
	}

}

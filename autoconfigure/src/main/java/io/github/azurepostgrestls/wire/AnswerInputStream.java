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
 * What the driver reads before TLS: the server's answer to the SSLRequest, and after a
 * CancelRequest what the server sends over TLS.
 *
 * @author the azure-postgres-tls contributors
 */
final class AnswerInputStream extends BlockInputStream {

	private final GuardedSocket socket;

	AnswerInputStream(GuardedSocket socket, InputStream in) {
		super(in);
		this.socket = socket;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = readOrFail(buffer, offset, length);
		if (count != 0) {
			this.socket.answered(count);
		}
		return count;
	}

	private int readOrFail(byte[] buffer, int offset, int length) throws IOException {
		try {
			return this.in.read(buffer, offset, length);
		}
		catch (IOException ex) {
			throw this.socket.unanswered(ex);
		}
	}

	void switchTo(InputStream in) {
		this.in = in;
	}

}

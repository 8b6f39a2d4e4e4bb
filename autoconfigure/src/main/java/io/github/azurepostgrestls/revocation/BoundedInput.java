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

package io.github.azurepostgrestls.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What a socket receives until a number of bytes or a point in time is reached. The
 * time-out of a socket alone would restart with each byte.
 *
 * @author the azure-postgres-tls contributors
 */
final class BoundedInput extends InputStream {

	private final Socket socket;

	private final long deadline;

	private int left;

	/**
	 * Create a new {@link BoundedInput} instance.
	 * @param socket the socket
	 * @param maximum how many bytes may come
	 * @param deadline the value of {@link System#nanoTime()} at which reading ends
	 */
	BoundedInput(Socket socket, int maximum, long deadline) {
		this.socket = socket;
		this.left = maximum;
		this.deadline = deadline;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) > 0) ? single[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (this.left == 0) {
			throw new IOException("the answer is too long");
		}
		this.socket.setSoTimeout(millisUntil(this.deadline));
		int count = this.socket.getInputStream().read(bytes, offset, Math.min(length, this.left));
		this.left -= Math.max(0, count);
		return count;
	}

	/**
	 * Return the time that is left.
	 * @param deadline the value of {@link System#nanoTime()} at which reading ends
	 * @return at least one millisecond
	 * @throws SocketTimeoutException if none is left
	 */
	static int millisUntil(long deadline) throws SocketTimeoutException {
		int millis = Math.toIntExact(Duration.ofNanos(deadline - System.nanoTime()).toMillis());
		if (millis <= 0) {
			throw new SocketTimeoutException("timed out");
		}
		return millis;
	}

}

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

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The time within which a server must be verified, from the TCP connection to the end of
 * the TLS handshake, however many bytes it sends meanwhile.
 *
 * @param startedAt the value of {@link System#nanoTime()} at the start
 * @param limit how long all may take
 * @author the azure-postgres-tls contributors
 */
record Deadline(long startedAt, Duration limit) {

	static Deadline in(Duration limit) {
		return new Deadline(System.nanoTime(), limit);
	}

	/**
	 * Return a deadline that comes no later than a wait that starts now.
	 * @param milliseconds the wait, 0 for no limit
	 * @return the earlier of both
	 */
	Deadline atMost(int milliseconds) {
		Duration limit = elapsed().plusMillis(milliseconds);
		return (milliseconds > 0 && limit.compareTo(this.limit) < 0) ? new Deadline(this.startedAt, limit) : this;
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/**
	 * Return how long one operation may wait.
	 * @param milliseconds a shorter limit, 0 for none
	 * @return at least one millisecond
	 * @throws SocketTimeoutException if the deadline has passed
	 */
	int timeout(int milliseconds) throws SocketTimeoutException {
		long left = this.limit.minus(elapsed()).toMillis();
		if (left <= 0) {
			throw new SocketTimeoutException("The server was not verified within %s".formatted(this.limit));
		}
		return Math.toIntExact(Math.min(left, (milliseconds > 0) ? milliseconds : Integer.MAX_VALUE));
	}

}

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

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The handshakes in which the server's certificate has not been judged yet.
 *
 * @author the azure-postgres-tls contributors
 */
final class PendingHandshakes {

	private final Map<SSLSocket, Handshake> pending = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * A handshake is about to begin.
	 * @param connection the connection
	 * @return the handshake
	 */
	Handshake begin(SSLSocket connection) {
		Handshake handshake = new Handshake();
		this.pending.put(connection, handshake);
		return handshake;
	}

	/**
	 * The server's certificate was judged.
	 * @param connection the connection
	 * @return how long that took since the handshake began
	 */
	Duration judged(SSLSocket connection) {
		Handshake handshake = this.pending.remove(connection);
		return (handshake != null) ? handshake.judged() : Duration.ZERO;
	}

	/**
	 * One handshake.
	 */
	static final class Handshake {

		private final long startedAt = System.nanoTime();

		private volatile @Nullable Duration duration;

		private Duration judged() {
			Duration duration = Duration.ofNanos(System.nanoTime() - this.startedAt);
			this.duration = duration;
			return duration;
		}

		boolean isPending() {
			return this.duration == null;
		}

	}

}

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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * A server was not verified in time, or didn't complete the login in time.
 *
 * @author the azure-postgres-tls contributors
 */
public class ConnectionTimedOutException extends SocketTimeoutException implements ServerFailure {

	private final ServerAddress server;

	private final transient List<X509Certificate> presentedChain;

	private final ConnectionStage stage;

	private final Duration elapsed;

	ConnectionTimedOutException(ServerAddress server, ConnectionStage stage, Duration elapsed,
			List<X509Certificate> presentedChain) {
		super("%s timed out after %d ms (%s)".formatted(server, elapsed.toMillis(), stage));
		this.server = server;
		this.stage = stage;
		this.elapsed = elapsed;
		this.presentedChain = presentedChain;
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

	@Override
	public List<X509Certificate> getPresentedChain() {
		return this.presentedChain;
	}

	/**
	 * Return how far the connection had come.
	 * @return the stage
	 */
	public ConnectionStage getStage() {
		return this.stage;
	}

	/**
	 * Return how long the connection had been tried.
	 * @return the time since the TCP connection, or the login, was begun
	 */
	public Duration getElapsed() {
		return this.elapsed;
	}

}

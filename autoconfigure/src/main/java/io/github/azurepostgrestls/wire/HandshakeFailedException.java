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

import org.jspecify.annotations.Nullable;

/**
 * A TLS handshake ended before the server's certificate could be judged.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public class HandshakeFailedException extends IOException implements ServerFailure {

	private final String host;

	private final int port;

	private final @Nullable Integer alert;

	/**
	 * Create a new {@link HandshakeFailedException} instance.
	 * @param host the host that was connected to
	 * @param port the port that was connected to
	 * @param alert the alert that ended the handshake, if one did
	 * @param cause what broke it off, if that is known
	 */
	HandshakeFailedException(String host, int port, @Nullable Integer alert, @Nullable IOException cause) {
		super("The handshake with %s:%d ended %s".formatted(host, port,
				(alert != null) ? "with TLS alert " + alert : "without a TLS alert"), cause);
		this.host = host;
		this.port = port;
		this.alert = alert;
	}

	@Override
	public String getHost() {
		return this.host;
	}

	@Override
	public int getPort() {
		return this.port;
	}

	/**
	 * Return the alert that ended the handshake, whoever sent it.
	 * @return the description of RFC 8446, 6, or {@code null} if there was none in the
	 * clear
	 */
	public @Nullable Integer getAlert() {
		return this.alert;
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of each attempt to connect of one DataSource, in the thread that
 * connects.
 *
 * @author the azure-postgres-tls contributors
 */
public interface HandshakeListener {

	/**
	 * A handshake is complete, and its server verified.
	 * @param session what was negotiated
	 * @param connection the connection; it may only be held weakly
	 */
	void verified(NegotiatedSession session, VerifiedConnection connection);

	/**
	 * A verified server has let the user in.
	 * @param server the server
	 */
	default void loggedIn(ServerAddress server) {
	}

	/**
	 * An attempt failed, at whatever step. Called once for each attempt.
	 * @param failure the reason, usually a {@link ServerFailure}
	 * @return the message of the exception that the application gets, or {@code null} for
	 * that of the failure
	 */
	@Nullable String failed(Exception failure);

}

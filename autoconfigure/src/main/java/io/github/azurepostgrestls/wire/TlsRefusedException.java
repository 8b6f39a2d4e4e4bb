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

/**
 * A server didn't agree to TLS when it received an SSLRequest. Nothing more was sent to
 * it.
 *
 * @author the azure-postgres-tls contributors
 */
public class TlsRefusedException extends IOException implements ServerFailure {

	private final ServerAddress server;

	private final byte[] answer;

	TlsRefusedException(ServerAddress server, byte[] answer) {
		super("%s didn't agree to TLS".formatted(server));
		this.server = server;
		this.answer = answer;
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

	/**
	 * Return how the server's answer begins.
	 * @return its first bytes: {@code N} of a PostgreSQL server that doesn't speak TLS,
	 * {@code E} of one that answers with an error message, {@code S} and more if
	 * something followed the agreement; empty if it closed the connection
	 * @see <a href=
	 * "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">PostgreSQL:
	 * SSL session encryption</a>
	 */
	public byte[] getAnswer() {
		return this.answer.clone();
	}

}

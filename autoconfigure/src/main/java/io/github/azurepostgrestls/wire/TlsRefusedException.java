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
 * A server was asked for TLS and didn't agree. Nothing more was sent to it.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public class TlsRefusedException extends IOException implements ServerFailure {

	private final String host;

	private final int port;

	private final int answer;

	TlsRefusedException(String host, int port, int answer) {
		super("%s:%d was asked for TLS and didn't agree".formatted(host, port));
		this.host = host;
		this.port = port;
		this.answer = answer;
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
	 * Return what the server answered.
	 * @return the first byte: {@code N} of a PostgreSQL server that doesn't speak TLS,
	 * {@code E} of one that answers with an error message, {@code S} if more followed
	 * than the agreement, and -1 if there was no answer at all
	 * @see <a href=
	 * "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">PostgreSQL:
	 * SSL session encryption</a>
	 */
	public int getAnswer() {
		return this.answer;
	}

}

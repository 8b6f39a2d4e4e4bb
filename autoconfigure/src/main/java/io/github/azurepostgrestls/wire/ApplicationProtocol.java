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

import javax.net.ssl.SSLParameters;

import io.github.azurepostgrestls.wire.UnprovenServerException.Missing;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's name in the handshake (ALPN), which direct negotiation demands of both
 * sides.
 *
 * @author the azure-postgres-tls contributors
 * @see <a href=
 * "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">PostgreSQL:
 * SSL session encryption</a>
 */
final class ApplicationProtocol {

	private static final String POSTGRESQL = "postgresql";

	private ApplicationProtocol() {
	}

	static void announce(SSLParameters parameters) {
		parameters.setApplicationProtocols(new String[] { POSTGRESQL });
	}

	static void require(@Nullable String selected) throws UnprovenServerException {
		if (!POSTGRESQL.equals(selected)) {
			throw new UnprovenServerException(Missing.APPLICATION_PROTOCOL);
		}
	}

}

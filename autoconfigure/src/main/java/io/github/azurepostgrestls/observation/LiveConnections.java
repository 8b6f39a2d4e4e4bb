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

package io.github.azurepostgrestls.observation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import org.jspecify.annotations.Nullable;

/**
 * The live connections that negotiated the same with the same server.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiveConnections {

	private final NegotiatedSession first;

	private final Set<LiveConnection> connections = new HashSet<>();

	// Null until it is asked for after the newest connection has gone
	private @Nullable LiveConnection newest;

	LiveConnections(NegotiatedSession first) {
		this.first = first;
	}

	boolean negotiated(NegotiatedSession session) {
		return this.first.host().equals(session.host()) && this.first.port() == session.port()
				&& this.first.protocol().equals(session.protocol())
				&& this.first.cipherSuite().equals(session.cipherSuite()) && this.first.path().equals(session.path());
	}

	VerifiedPath path() {
		return this.first.path();
	}

	void add(LiveConnection connection) {
		this.connections.add(connection);
		this.newest = connection;
	}

	void remove(LiveConnection connection) {
		this.connections.remove(connection);
		if (this.newest == connection) {
			this.newest = null;
		}
	}

	boolean isEmpty() {
		return this.connections.isEmpty();
	}

	/**
	 * Return what is known of these connections.
	 * @return the newest session and the number of connections, of which there is at
	 * least one
	 */
	SessionGroup toSessionGroup() {
		if (this.newest == null) {
			this.newest = this.connections.stream()
				.max(Comparator.comparing((connection) -> connection.session().handshakeAt()))
				.orElse(null);
		}
		return new SessionGroup(Objects.requireNonNull(this.newest).session(), this.connections.size());
	}

}

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

import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.jspecify.annotations.Nullable;

/**
 * The live connections that negotiated the same with the same server.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiveGroup {

	private final NegotiatedSession first;

	private final Set<LiveConnection> connections = ConcurrentHashMap.newKeySet();

	// Null if that connection has been closed: it is looked for when it is asked for
	private volatile @Nullable LiveConnection newest;

	LiveGroup(NegotiatedSession first) {
		this.first = first;
	}

	boolean negotiated(NegotiatedSession session) {
		return this.first.server().equals(session.server()) && this.first.protocol().equals(session.protocol())
				&& this.first.cipherSuite().equals(session.cipherSuite()) && this.first.path().equals(session.path());
	}

	LiveConnection add(NegotiatedSession session, VerifiedConnection connection,
			ReferenceQueue<VerifiedConnection> collected) {
		LiveConnection added = new LiveConnection(connection, collected, session.withPath(this.first.path()), this);
		this.connections.add(added);
		this.newest = added;
		return added;
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
	 * Return what is known of these connections, while none is added or removed.
	 * @return the newest session and the number of connections, of which there is at
	 * least one
	 */
	SessionGroup toSessionGroup() {
		LiveConnection newest = this.newest;
		if (newest == null) {
			newest = this.connections.stream()
				.max(Comparator.comparing((connection) -> connection.session().handshakeAt()))
				.orElse(null);
			this.newest = newest;
		}
		return new SessionGroup(Objects.requireNonNull(newest).session(), this.connections.size());
	}

}

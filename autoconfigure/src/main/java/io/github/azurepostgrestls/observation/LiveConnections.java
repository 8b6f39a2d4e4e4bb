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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.jspecify.annotations.Nullable;

/**
 * The live connections of one DataSource, held weakly and in groups. Connections that
 * come and go don't wait for each other, unless a group comes or goes with them.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiveConnections {

	private final ReferenceQueue<VerifiedConnection> collected = new ReferenceQueue<>();

	// Read to change a group, write to list the groups and to add or drop one
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final List<LiveGroup> groups = new ArrayList<>();

	void add(NegotiatedSession session, VerifiedConnection connection) {
		forgetCollected();
		LiveConnection addedToGroup = addToGroup(session, connection);
		LiveConnection added = (addedToGroup != null) ? addedToGroup : addToNewGroup(session, connection);
		connection.whenClosed(() -> forget(added));
	}

	private @Nullable LiveConnection addToGroup(NegotiatedSession session, VerifiedConnection connection) {
		this.lock.readLock().lock();
		try {
			LiveGroup group = find(session);
			return (group != null) ? group.add(session, connection, this.collected) : null;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	private LiveConnection addToNewGroup(NegotiatedSession session, VerifiedConnection connection) {
		this.lock.writeLock().lock();
		try {
			LiveGroup group = find(session);
			if (group == null) {
				group = new LiveGroup(session);
				this.groups.add(group);
			}
			return group.add(session, connection, this.collected);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	// To compare a path that is shared is fast, to hash its certificates isn't
	private @Nullable LiveGroup find(NegotiatedSession session) {
		for (LiveGroup group : this.groups) {
			if (group.negotiated(session)) {
				return group;
			}
		}
		return null;
	}

	private void forgetCollected() {
		for (Object gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			forget((LiveConnection) gone);
		}
	}

	private void forget(LiveConnection connection) {
		if (removeFromGroup(connection)) {
			this.lock.writeLock().lock();
			try {
				this.groups.removeIf(LiveGroup::isEmpty);
			}
			finally {
				this.lock.writeLock().unlock();
			}
		}
	}

	private boolean removeFromGroup(LiveConnection connection) {
		this.lock.readLock().lock();
		try {
			connection.group().remove(connection);
			return connection.group().isEmpty();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Return the groups.
	 * @return those with connections, the one with the newest handshake first
	 */
	List<SessionGroup> sessions() {
		forgetCollected();
		this.lock.writeLock().lock();
		try {
			return this.groups.stream()
				.filter((group) -> !group.isEmpty())
				.map(LiveGroup::toSessionGroup)
				.sorted(Comparator.comparing((SessionGroup group) -> group.newest().handshakeAt()).reversed())
				.toList();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}

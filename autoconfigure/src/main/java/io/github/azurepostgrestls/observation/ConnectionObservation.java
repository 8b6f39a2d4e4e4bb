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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.wire.HandshakeListener;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.jspecify.annotations.Nullable;

/**
 * The live verified connections of one DataSource, and the last refusal while it is the
 * newest event.
 * <p>
 * It holds connections weakly, and forgets them when they are closed. Connections with
 * equal chains share one.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionObservation implements HandshakeListener {

	private final ConnectionBean bean;

	private final List<ConnectionListener> listeners;

	private final ConnectionLog log;

	private final LiveConnections live = new LiveConnections();

	// Guarded by this, as what follows
	private final Map<FailedServer, Long> failures = new HashMap<>();

	private @Nullable ObservedFailure lastFailure;

	// One for each server that failed since the last was verified, the newest last.
	// Written with the lock, which a verified connection needs only if there are some
	private volatile List<ObservedFailure> openFailures = List.of();

	ConnectionObservation(ConnectionBean bean, List<ConnectionListener> listeners, ConnectionLog log) {
		this.bean = bean;
		this.listeners = listeners;
		this.log = log;
	}

	/**
	 * Return what connects.
	 * @return the DataSource or ConnectionFactory
	 */
	public ConnectionBean bean() {
		return this.bean;
	}

	/**
	 * Return the name of what connects.
	 * @return usually the name of the bean
	 */
	public String name() {
		return this.bean.name();
	}

	@Override
	public void verified(NegotiatedSession session, VerifiedConnection connection) {
		forgetOpenFailures();
		this.live.add(session, connection);
		this.log.verified(session);
		this.listeners.forEach((listener) -> tell(listener, session));
	}

	// Listener failures must not affect connections
	private void tell(ConnectionListener listener, NegotiatedSession session) {
		try {
			listener.verified(this, session);
		}
		catch (RuntimeException ex) {
			this.log.unreported(ex);
		}
	}

	private void forgetOpenFailures() {
		if (!this.openFailures.isEmpty()) {
			synchronized (this) {
				this.openFailures = List.of();
			}
		}
	}

	@Override
	public void loggedIn(ServerAddress server) {
		this.log.loggedIn(server);
	}

	@Override
	public String failed(Exception exception) {
		ObservedFailure failure = ObservedFailure.now(exception);
		remember(failure);
		String message = "%s %s".formatted(failure.diagnosis().describe(this.bean), failure.diagnosis().action());
		this.log.failed(failure.diagnosis().reason(), failure.server(), message);
		return message;
	}

	/**
	 * Find out why no connection could be borrowed. What handshakes don't show, such as a
	 * login that the server refused, is remembered as a failure too.
	 * @param exception what was thrown
	 * @return the failure
	 */
	public ObservedFailure borrowFailed(Exception exception) {
		ObservedFailure open = openFailure();
		Diagnosis diagnosis = Diagnosis.find(exception);
		if (open != null && (diagnosis == null || diagnosis.reason() == open.diagnosis().reason())) {
			return open;
		}
		ObservedFailure failure = ObservedFailure.now(exception);
		remember(failure);
		return failure;
	}

	private synchronized void remember(ObservedFailure failure) {
		this.failures.merge(new FailedServer(failure.diagnosis().reason(), failure.server()), 1L, Long::sum);
		this.lastFailure = failure;
		this.openFailures = Stream
			.concat(this.openFailures.stream().filter((open) -> !Objects.equals(open.server(), failure.server())),
					Stream.of(failure))
			.toList();
	}

	/**
	 * Return the newest failure, unless a server was verified since.
	 * @return the failure or {@code null}
	 */
	public @Nullable ObservedFailure openFailure() {
		return openFailure((server) -> true);
	}

	/**
	 * Return the newest failure of certain servers, unless a server was verified since.
	 * @param servers decides which servers count; {@code null} is one that isn't known
	 * @return the failure or {@code null}
	 */
	public @Nullable ObservedFailure openFailure(Predicate<@Nullable ServerAddress> servers) {
		return newest(this.openFailures.stream().filter((open) -> servers.test(open.server())));
	}

	/**
	 * Return the newest failure that casts doubt on live connections. Where there are
	 * several servers, one that fails may have been replaced by theirs.
	 * @param sessions the live connections
	 * @return the failure, or {@code null} if none of their servers failed since one was
	 * verified
	 */
	public @Nullable ObservedFailure openFailureOf(List<SessionGroup> sessions) {
		return openFailure((server) -> server == null
				|| sessions.stream().anyMatch((group) -> group.newest().server().equals(server)));
	}

	private static @Nullable ObservedFailure newest(Stream<ObservedFailure> failures) {
		return failures.reduce((older, newer) -> newer).orElse(null);
	}

	/**
	 * Return the newest failure, whatever happened since.
	 * @return the failure or {@code null}
	 */
	public synchronized @Nullable ObservedFailure lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Return how many connections failed for a reason.
	 * @param reason the reason
	 * @return the number since the start
	 */
	public long failures(FailureReason reason) {
		return failures(reason, (server) -> true);
	}

	/**
	 * Return how many connections to certain servers failed for a reason.
	 * @param reason the reason
	 * @param servers decides which servers count; {@code null} is one that isn't known
	 * @return the number since the start
	 */
	public synchronized long failures(FailureReason reason, Predicate<@Nullable ServerAddress> servers) {
		return this.failures.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().reason() == reason && servers.test(entry.getKey().server()))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/**
	 * Return the live connections, grouped by server and by what was negotiated.
	 * @return the groups, the one with the newest handshake first; empty if no connection
	 * is alive
	 */
	public List<SessionGroup> liveSessions() {
		return this.live.sessions();
	}

	/**
	 * Live connections that negotiated the same with the same server.
	 *
	 * @param newest the session with the newest handshake
	 * @param connections how many there are
	 */
	public record SessionGroup(NegotiatedSession newest, int connections) {

	}

	/**
	 * What failures have in common.
	 *
	 * @param reason the reason
	 * @param server the server, or {@code null} if it isn't known
	 */
	private record FailedServer(FailureReason reason, @Nullable ServerAddress server) {

	}

}

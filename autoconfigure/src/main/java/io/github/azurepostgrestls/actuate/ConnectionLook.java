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

package io.github.azurepostgrestls.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ObservedFailure;
import org.jspecify.annotations.Nullable;

/**
 * Borrows a connection of a DataSource without live connections, in one thread at a time
 * however many ask. Who asks first waits for the result within a limit; who asks
 * meanwhile gets the newest result at once.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionLook {

	private final ConnectionBorrower borrower;

	private final ConnectionObservation observation;

	private final Duration limit;

	// Written by the caller that starts a look, emptied by the look
	private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

	// Written by the look
	private volatile @Nullable Result newest;

	ConnectionLook(ConnectionBorrower borrower, ConnectionObservation observation, Duration limit) {
		this.borrower = borrower;
		this.observation = observation;
		this.limit = limit;
	}

	Duration limit() {
		return this.limit;
	}

	/**
	 * Look, unless another thread does so.
	 * @return the newest result, or {@code null} if there is none yet
	 */
	@Nullable Result look() {
		Running started = new Running(new FutureTask<>(this::borrow), System.nanoTime());
		if (!this.running.compareAndSet(null, started)) {
			return this.newest;
		}
		start(started.task());
		return await(started.task());
	}

	/**
	 * Return whether a look takes longer than it may: what was known before counts no
	 * more.
	 * @return whether one is under way and overdue
	 */
	boolean isOverdue() {
		Running running = this.running.get();
		return running != null && System.nanoTime() - running.startedAt() >= this.limit.toNanos();
	}

	private void start(FutureTask<Result> task) {
		try {
			Thread thread = new Thread(task, "azure-postgres-tls-health");
			thread.setDaemon(true);
			thread.start();
		}
		catch (RuntimeException | Error ex) {
			// There is no thread now, but there may be for the next caller
			this.running.set(null);
			throw ex;
		}
	}

	private @Nullable Result await(FutureTask<Result> task) {
		try {
			return task.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return this.newest;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.newest;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private Result borrow() {
		try {
			Result result = borrowed();
			this.newest = result;
			return result;
		}
		finally {
			this.running.set(null);
		}
	}

	private Result borrowed() {
		List<SessionGroup> sessions = new ArrayList<>();
		try {
			this.borrower.borrow(() -> sessions.addAll(this.observation.liveSessions()));
			return new Result(List.copyOf(sessions), null, Instant.now());
		}
		catch (Exception ex) {
			ObservedFailure failure = this.observation.borrowFailed(ex);
			return new Result(List.of(), failure, Instant.now());
		}
	}

	/**
	 * A look that is under way.
	 *
	 * @param task the look
	 * @param startedAt the value of {@link System#nanoTime()} at its start
	 */
	private record Running(FutureTask<Result> task, long startedAt) {

	}

	/**
	 * The result of a look.
	 *
	 * @param sessions the live connections while one was borrowed, empty if none could be
	 * @param failure why none could be borrowed, or {@code null}
	 * @param lookedAt when that was known
	 */
	record Result(List<SessionGroup> sessions, @Nullable ObservedFailure failure, Instant lookedAt) {

	}

}

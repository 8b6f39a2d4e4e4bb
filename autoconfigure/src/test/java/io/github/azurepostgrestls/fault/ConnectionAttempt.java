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

package io.github.azurepostgrestls.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A thread that asks for a connection, which it closes at once.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionAttempt {

	private static final int LIMIT_SECONDS = 20;

	private final FutureTask<@Nullable Exception> task;

	private final Thread thread;

	private ConnectionAttempt(DataSource dataSource, ThreadFactory threads) {
		this.task = new FutureTask<>(() -> connect(dataSource));
		this.thread = threads.newThread(this.task);
	}

	private static @Nullable Exception connect(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.isClosed() ? new SQLException("Already closed") : null;
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	/**
	 * Start a thread.
	 * @param dataSource what it asks
	 * @return the attempt, which goes on
	 */
	static ConnectionAttempt start(DataSource dataSource) {
		return start(dataSource, Thread::new);
	}

	/**
	 * Start a thread of a kind.
	 * @param dataSource what it asks
	 * @param threads makes the thread
	 * @return the attempt, which goes on
	 */
	static ConnectionAttempt start(DataSource dataSource, ThreadFactory threads) {
		ConnectionAttempt attempt = new ConnectionAttempt(dataSource, threads);
		attempt.thread.start();
		return attempt;
	}

	void interrupt() {
		this.thread.interrupt();
	}

	/**
	 * Wait for the end of the attempt.
	 * @return why there was no connection, or {@code null} if there was one
	 * @throws Exception if it doesn't end
	 */
	@Nullable Exception await() throws Exception {
		try {
			return this.task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The attempt ended with no SQLException", ex.getCause());
		}
	}

}

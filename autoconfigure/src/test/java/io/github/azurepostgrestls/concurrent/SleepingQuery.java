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

package io.github.azurepostgrestls.concurrent;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import io.github.azurepostgrestls.test.TlsPostgres;
import org.awaitility.Awaitility;

/**
 * A query that lasts until it is cancelled.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class SleepingQuery {

	/**
	 * The query.
	 */
	public static final String SQL = "select pg_sleep(60)";

	private SleepingQuery() {
	}

	/**
	 * Start the query in another thread.
	 * @param statement the statement to execute it with
	 * @param server the server behind the statement
	 * @return the query, which the server executes already
	 */
	public static CompletableFuture<Void> start(Statement statement, TlsPostgres server) {
		CompletableFuture<Void> query = CompletableFuture.runAsync(() -> execute(statement), NewThread.PER_TASK);
		Awaitility.await()
			.until(() -> server
				.query("select count(*) from pg_stat_activity where query = '%s' and state = 'active'".formatted(SQL))
				.equals("1"));
		return query;
	}

	private static void execute(Statement statement) {
		try {
			statement.execute(SQL);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

package io.github.azurepostgrestls.autoconfigure;

import java.time.Duration;

import io.github.azurepostgrestls.actuate.ConnectionBorrower;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Borrows a connection of a ConnectionFactory. It waits, so never in the thread of an
 * event loop.
 *
 * @param connectionFactory the ConnectionFactory
 * @author the azure-postgres-tls contributors
 */
record ConnectionFactoryBorrower(ConnectionFactory connectionFactory) implements ConnectionBorrower {

	// A pool may wait without end
	private static final Duration LIMIT = Duration.ofSeconds(60);

	// What r2dbc-pool says of a connection that the server has ended. It discards two of
	// them before it gives up, and there may be more
	private static final String ENDED = "Connection validation failed";

	private static final int RETRIES = 20;

	@Override
	public void borrow(Runnable whileBorrowed) {
		Mono.usingWhen(create(), (connection) -> Mono.fromRunnable(whileBorrowed), Connection::close).block(LIMIT);
	}

	private Mono<Connection> create() {
		return Mono.<Connection>from(this.connectionFactory.create())
			.retryWhen(Retry.max(RETRIES).filter((failure) -> ENDED.equals(failure.getMessage())))
			.onErrorMap(Exceptions::isRetryExhausted, Throwable::getCause);
	}

}

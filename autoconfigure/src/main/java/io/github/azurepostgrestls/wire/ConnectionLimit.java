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

import java.time.Duration;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Finds out how long it may take to connect to one host: no longer than the driver's
 * {@code connectTimeout} and {@code loginTimeout}, nor than the pool waits. A pool that
 * waits for less than a second goes on to connect in the background, and gets a second.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionLimit {

	/** What a pool's limit can't go below. */
	static final Duration SHORTEST_OF_POOL = Duration.ofSeconds(1);

	// What is longer means that there is no limit, such as HikariCP's 0
	private static final Duration NO_LIMIT = Duration.ofDays(1);

	/** Where nothing else sets a limit. */
	static final Duration DEFAULT = Duration.ofSeconds(30);

	private ConnectionLimit() {
	}

	static Duration of(Properties info, @Nullable Duration pool) {
		Duration limit = NO_LIMIT;
		limit = shorter(limit, seconds(PGProperty.CONNECT_TIMEOUT, info));
		limit = shorter(limit, seconds(PGProperty.LOGIN_TIMEOUT, info));
		limit = shorter(limit, atLeastShortest(pool));
		return limit.equals(NO_LIMIT) ? DEFAULT : limit;
	}

	private static Duration shorter(Duration limit, @Nullable Duration other) {
		return (other != null && other.compareTo(Duration.ZERO) > 0 && other.compareTo(limit) < 0) ? other : limit;
	}

	private static @Nullable Duration atLeastShortest(@Nullable Duration pool) {
		return (pool != null && pool.compareTo(Duration.ZERO) > 0 && pool.compareTo(SHORTEST_OF_POOL) < 0)
				? SHORTEST_OF_POOL : pool;
	}

	// As the driver reads them, fractions included; what it can't read it refuses itself
	private static @Nullable Duration seconds(PGProperty property, Properties info) {
		try {
			String value = property.getOrDefault(info);
			return (value != null) ? Duration.ofMillis((long) (Float.parseFloat(value) * 1000)) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}

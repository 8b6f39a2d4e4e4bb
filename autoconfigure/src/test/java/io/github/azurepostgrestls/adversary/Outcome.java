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

package io.github.azurepostgrestls.adversary;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;

/**
 * Result of connecting to a {@link RogueServer}.
 *
 * @param duration how long {@code getConnection} took
 * @param failure what it threw, or {@code null} if it returned a connection
 * @param health the health while that connection was open, or after the failure
 * @param failures how many failures the metrics count, by reason, where there are any
 * @param connections what the server saw
 * @param allClosed whether the client closed all its connections soon after
 * @param logged what the starter logged
 * @param errors the errors of the scripts
 * @author the azure-postgres-tls contributors
 */
record Outcome(Duration duration, @Nullable Exception failure, Health health, Map<String, Double> failures,
		List<RogueConnection> connections, boolean allClosed, List<LogLine> logged, List<Throwable> errors) {

	/**
	 * One line of the log.
	 *
	 * @param level the level
	 * @param message the message
	 */
	record LogLine(String level, String message) {

	}

}

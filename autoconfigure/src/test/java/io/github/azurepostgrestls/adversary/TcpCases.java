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

import java.util.stream.Stream;

/**
 * Servers that close, reset or stay silent before any answer.
 *
 * @author the azure-postgres-tls contributors
 */
final class TcpCases {

	private TcpCases() {
	}

	static Stream<RogueCase> all() {
		return Stream.of(RogueCase.neverAccepting("TCP: never accepts a connection"),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "TCP: closes at once", RogueConnection::close),
				RogueCase.failing(RogueCase.CONNECTION_FAILED, "TCP: resets at once", RogueConnection::reset),
				RogueCase.unanswered("TCP: accepts and stays silent", (connection) -> {
				}));
	}

}

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

import java.util.List;

/**
 * A server that misbehaves, and the failure that the starter must report.
 *
 * @param name what the server does
 * @param scripts what it does on each connection; the last script is played again and
 * again, and a server without any never accepts a connection
 * @param urlParameters the parameters of the JDBC URL
 * @param direct whether TLS starts without asking
 * @param reasons the reason of the failure, or several where it depends on the JVM or the
 * driver; none if the server is genuine
 * @param presentsChain whether the server sends certificates that can be shown
 * @param described what the description of the failure contains
 * @author the azure-postgres-tls contributors
 */
record RogueCase(String name, List<Script> scripts, String urlParameters, boolean direct, List<String> reasons,
		boolean presentsChain, List<String> described) {

	static final String TIMED_OUT = "CONNECTION_TIMED_OUT";

	static final String CONNECTION_FAILED = "CONNECTION_FAILED";

	static final String HANDSHAKE_FAILED = "HANDSHAKE_FAILED";

	static final String REFUSED_TLS = "SERVER_REFUSED_TLS";

	static final String TOO_OLD = "PROTOCOL_TOO_OLD";

	static final String DATABASE_NOT_FOUND = "DATABASE_NOT_FOUND";

	static final String CLIENT_NOT_ALLOWED = "CLIENT_NOT_ALLOWED";

	static final String TOO_MANY_CONNECTIONS = "TOO_MANY_CONNECTIONS";

	static final String SERVER_STARTING = "SERVER_STARTING";

	static final String LOGIN_REFUSED = "LOGIN_REFUSED";

	private static final String TCP_STEP = "TCP connection";

	private static final String ANSWER_STEP = "SSLRequest";

	private static final String HANDSHAKE_STEP = "TLS handshake";

	private static final String LIMIT = "within 1";

	static RogueCase genuine(String name, Script script) {
		return new RogueCase(name, List.of(script), "connectTimeout=2", false, List.of(), false, List.of());
	}

	static RogueCase failing(String reason, String name, Script script) {
		return new RogueCase(name, List.of(script), "connectTimeout=1", false, List.of(reason), false, List.of());
	}

	static RogueCase neverAccepting(String name) {
		return new RogueCase(name, List.of(), "connectTimeout=1", false, List.of(TIMED_OUT), false,
				List.of(TCP_STEP, LIMIT));
	}

	static RogueCase unanswered(String name, Script script) {
		return failing(TIMED_OUT, name, script).describedWith(ANSWER_STEP, LIMIT);
	}

	static RogueCase stalled(String name, Script script) {
		return failing(TIMED_OUT, name, script).describedWith(HANDSHAKE_STEP, LIMIT);
	}

	// What a verified server does to the login is told to whoever connects
	boolean isVerified() {
		return this.name.startsWith(StartupCases.PREFIX);
	}

	boolean isGenuine() {
		return this.reasons.isEmpty();
	}

	RogueCase orElsewhere(String reason) {
		return new RogueCase(this.name, this.scripts, this.urlParameters, this.direct,
				List.of(this.reasons.get(0), reason), this.presentsChain, this.described);
	}

	RogueCase presentingChain() {
		return new RogueCase(this.name, this.scripts, this.urlParameters, this.direct, this.reasons, true,
				this.described);
	}

	RogueCase describedWith(String... described) {
		return new RogueCase(this.name, this.scripts, this.urlParameters, this.direct, this.reasons, this.presentsChain,
				List.of(described));
	}

	RogueCase with(String urlParameters) {
		return new RogueCase(this.name, this.scripts, urlParameters, this.direct, this.reasons, this.presentsChain,
				this.described);
	}

	RogueCase directly() {
		return new RogueCase(this.name, this.scripts, this.urlParameters, true, this.reasons, this.presentsChain,
				this.described);
	}

	@Override
	public String toString() {
		return this.name;
	}

}

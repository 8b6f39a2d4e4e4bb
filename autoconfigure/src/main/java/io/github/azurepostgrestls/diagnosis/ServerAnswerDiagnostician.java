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

package io.github.azurepostgrestls.diagnosis;

import java.util.Set;

import io.github.azurepostgrestls.text.UntrustedText;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out why a server, or a pooler before it, answered and refused a connection. What
 * it says may hold names of users and databases, so that only its kind is told.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerAnswerDiagnostician {

	// PgBouncer's only code, for all its refusals
	private static final String PROTOCOL_VIOLATION = "08P01";

	private static final int SQL_STATE_LIMIT = 64;

	// Password, right to connect, database
	private static final Set<String> LOGIN_REFUSALS = Set.of("28P01", "28000", "3D000");

	private final String sqlState;

	private final String message;

	private final boolean fromServer;

	ServerAnswerDiagnostician(ServerErrorMessage answer) {
		this.sqlState = UntrustedText.show(String.valueOf(answer.getSQLState()), SQL_STATE_LIMIT);
		this.message = String.valueOf(answer.getMessage());
		// PostgreSQL names the routine of its source that refuses, poolers have none
		this.fromServer = answer.getRoutine() != null;
	}

	Diagnosis diagnose() {
		if (this.message.contains("pg_hba.conf")) {
			return firewall();
		}
		if (PROTOCOL_VIOLATION.equals(this.sqlState) && !this.fromServer) {
			return pooler();
		}
		return new Diagnosis(
				LOGIN_REFUSALS.contains(this.sqlState) ? FailureReason.LOGIN_REFUSED : FailureReason.CONNECTION_FAILED,
				"The server answered, and refused the connection with SQLSTATE %s%s.".formatted(this.sqlState,
						meaning()),
				"Check user, password and database, not TLS; the exception has the server's own words.");
	}

	private Diagnosis firewall() {
		boolean unencrypted = this.message.contains("no encryption") || this.message.contains("SSL off");
		return loginRefused("The server's firewall refused the connection: pg_hba.conf has no entry for this"
				+ " client, user and database%s.".formatted(unencrypted ? ", which reached it without encryption" : ""),
				unencrypted
						? "Let the pooler or proxy in between connect to the server with TLS; a DataSource that is exempted from this starter must ask for TLS itself."
						: "Allow this client's address: on Azure under Networking, in a firewall rule or the virtual network.");
	}

	private Diagnosis pooler() {
		String refusal = "The pooler (PgBouncer) refused the connection: ";
		if (this.message.contains("startup parameter")) {
			return failed(refusal + "it doesn't know one of the startup parameters.",
					"Remove the parameter from the JDBC URL, or add it to the pooler's ignore_startup_parameters.");
		}
		if (this.message.contains("no such database") || this.message.contains("no such user")) {
			return loginRefused(refusal + "it doesn't know the user or the database.",
					"Check user and database: PgBouncer has its own lists.");
		}
		if (this.message.contains("authentication") || this.message.contains("auth failed")) {
			return loginRefused(refusal + "it didn't accept the user's password.", "Check user and password.");
		}
		return failed(refusal + "it has no connection to the server for this one.",
				"Look into the pooler's log: the server may be down, or all its connections in use.");
	}

	// https://www.postgresql.org/docs/current/errcodes-appendix.html
	private String meaning() {
		return switch (this.sqlState) {
			case "28P01" -> ", a wrong password or user";
			case "28000" -> ", no right to connect";
			case "3D000" -> ", a database that doesn't exist";
			case "53300" -> ", too many connections";
			case "57P03" -> ", a server that is starting or stopping";
			default -> "";
		};
	}

	private static Diagnosis loginRefused(String description, String action) {
		return new Diagnosis(FailureReason.LOGIN_REFUSED, description, action);
	}

	private static Diagnosis failed(String description, String action) {
		return new Diagnosis(FailureReason.CONNECTION_FAILED, description, action);
	}

}

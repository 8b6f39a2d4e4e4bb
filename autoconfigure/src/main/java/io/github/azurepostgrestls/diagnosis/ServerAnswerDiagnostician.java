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

import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out why a verified server, or a pooler before it, refused the login. Its own
 * words may name users and databases, so that they are kept apart from the description.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerAnswerDiagnostician {

	// PgBouncer's only code, for all its refusals
	private static final String PROTOCOL_VIOLATION = "08P01";

	private static final int SQL_STATE_LIMIT = 64;

	private static final String CHECK_LOGIN = "Check spring.datasource.username and spring.datasource.password (for R2DBC"
			+ " those of spring.r2dbc), or what else gives the user and password.";

	private final String server;

	private final String sqlState;

	private final String message;

	private final boolean fromServer;

	ServerAnswerDiagnostician(ServerErrorMessage answer, @Nullable ServerAddress verified) {
		this.server = (verified != null) ? verified + " was verified" : "The server answered";
		this.sqlState = UntrustedText.show(String.valueOf(answer.getSQLState()), SQL_STATE_LIMIT);
		this.message = String.valueOf(answer.getMessage());
		// PostgreSQL names the routine of its source that refuses, poolers have none
		this.fromServer = answer.getRoutine() != null;
	}

	Diagnosis diagnose() {
		return words().withServerMessage(this.message);
	}

	private Diagnosis words() {
		if (this.message.contains("pg_hba.conf")) {
			return notAllowed();
		}
		if (PROTOCOL_VIOLATION.equals(this.sqlState) && !this.fromServer) {
			return pooler();
		}
		// https://www.postgresql.org/docs/current/errcodes-appendix.html
		return switch (this.sqlState) {
			case "28P01" -> refused(FailureReason.LOGIN_REFUSED, "wrong password or user", CHECK_LOGIN);
			case "28000" -> refused(FailureReason.LOGIN_REFUSED, "the user may not log in", CHECK_LOGIN);
			case "3D000" -> refused(FailureReason.DATABASE_NOT_FOUND, "the database doesn't exist",
					"Correct the database in the URL, or create it.");
			case "53300" -> refused(FailureReason.TOO_MANY_CONNECTIONS, "it allows no further connection",
					"Lower spring.datasource.hikari.maximum-pool-size (for R2DBC spring.r2dbc.pool.max-size), which counts for each instance of the application,"
							+ " or raise the limit: max_connections, or that of the role or the database.");
			case "57P03" -> refused(FailureReason.SERVER_STARTING, "it is starting or stopping",
					"Wait until the server accepts connections; if that takes long, look into its log.");
			default -> refused(FailureReason.CONNECTION_FAILED, "see its own message",
					"Look at the server's own message and into its log.");
		};
	}

	private Diagnosis refused(FailureReason reason, String meaning, String action) {
		return new Diagnosis(reason,
				"%s, but refused the login: %s (SQLSTATE %s).".formatted(this.server, meaning, this.sqlState), action);
	}

	private Diagnosis notAllowed() {
		boolean unencrypted = this.message.contains("no encryption") || this.message.contains("SSL off");
		return new Diagnosis(FailureReason.CLIENT_NOT_ALLOWED,
				"%s, but its pg_hba.conf has no entry for this client, user and database%s.".formatted(this.server,
						unencrypted ? ", which reached it without encryption" : ""),
				unencrypted
						? "Let the pooler or proxy in between connect to the server with TLS; a DataSource that is exempted from this starter must ask for TLS itself."
						: "Check user and database, and allow this client's address: on Azure under Networking, on another server with a hostssl line.");
	}

	private Diagnosis pooler() {
		String refusal = "The pooler (PgBouncer) refused the connection: ";
		if (this.message.contains("startup parameter")) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					refusal + "it doesn't know one of the startup parameters.",
					"Remove the parameter from the URL, or add it to the pooler's ignore_startup_parameters.");
		}
		if (this.message.contains("no such database")) {
			return new Diagnosis(FailureReason.DATABASE_NOT_FOUND, refusal + "it doesn't know the database.",
					"Check the database: PgBouncer has its own list.");
		}
		if (this.message.contains("no such user")) {
			return new Diagnosis(FailureReason.LOGIN_REFUSED, refusal + "it doesn't know the user.",
					"Check the user: PgBouncer has its own list.");
		}
		if (this.message.contains("authentication") || this.message.contains("auth failed")) {
			return new Diagnosis(FailureReason.LOGIN_REFUSED, refusal + "it didn't accept the user's password.",
					"Check user and password.");
		}
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				refusal + "it has no connection to the server for this one.",
				"Look into the pooler's log: the server may be down, or all its connections in use.");
	}

}

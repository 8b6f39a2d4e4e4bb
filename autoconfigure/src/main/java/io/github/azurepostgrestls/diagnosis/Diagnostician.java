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

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.wire.PlaintextRefusedException;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.TlsRefusedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Finds out why a connection failed, from the exceptions that were thrown.
 *
 * @author the azure-postgres-tls contributors
 */
final class Diagnostician {

	private final List<Throwable> causes = new ArrayList<>();

	Diagnostician(Throwable failure) {
		for (Throwable cause = failure; cause != null && !this.causes.contains(cause); cause = cause.getCause()) {
			this.causes.add(cause);
		}
	}

	Diagnosis diagnose() {
		ServerCertificateRefusedException refusal = find(ServerCertificateRefusedException.class);
		if (refusal != null) {
			return new CertificateDiagnostician(refusal).diagnose();
		}
		TlsRefusedException tlsRefused = find(TlsRefusedException.class);
		if (tlsRefused != null) {
			return new Diagnosis(FailureReason.SERVER_REFUSED_TLS,
					"%s:%d answered that it doesn't speak TLS, so nothing was sent to it."
						.formatted(tlsRefused.getHost(), tlsRefused.getPort()),
					"Check host and port of the JDBC URL: Azure Database for PostgreSQL always speaks TLS. For a database"
							+ " without TLS set azure.postgres.tls.enabled=false.");
		}
		PlaintextRefusedException plaintext = find(PlaintextRefusedException.class);
		if (plaintext != null) {
			return new Diagnosis(FailureReason.PLAINTEXT_REFUSED, "%s.".formatted(plaintext.getMessage()),
					"Find what changed the connection's sslmode or gssEncMode after the DataSource was secured.");
		}
		if (isRefusedByDriversVerifier()) {
			return new Diagnosis(FailureReason.HOSTNAME_MISMATCH,
					"The server's certificate is trusted but doesn't name the host as PostgreSQL's clients demand: %s"
						.formatted(this.causes.get(this.causes.size() - 1).getMessage()),
					"Write a host name that the certificate names into the JDBC URL.");
		}
		SSLException handshake = find(SSLException.class);
		if (handshake != null) {
			return handshakeFailed(handshake);
		}
		return connectionFailed();
	}

	private Diagnosis handshakeFailed(SSLException handshake) {
		String message = String.valueOf(handshake.getMessage());
		// The server's alert (RFC 8446, 6.2) and JSSE's own words for a version it
		// doesn't offer
		if (message.contains("protocol_version")) {
			return new Diagnosis(FailureReason.PROTOCOL_TOO_OLD,
					"Server and client have no TLS version in common: %s.".formatted(message),
					"Lower azure.postgres.tls.minimum-protocol to TLSv1.2, or raise the server's ssl_max_protocol_version.");
		}
		return new Diagnosis(FailureReason.HANDSHAKE_FAILED, "The TLS handshake failed: %s.".formatted(message),
				"Check azure.postgres.tls.cipher-suites, and whether a proxy between here and the server breaks TLS.");
	}

	// What the server says may hold names of users and databases, so only its code is
	// told
	private Diagnosis connectionFailed() {
		PSQLException answer = find(PSQLException.class);
		if (answer != null && answer.getServerErrorMessage() != null) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					"TLS was verified, and then the server refused the connection with SQLSTATE %s%s."
						.formatted(answer.getSQLState(), meaning(String.valueOf(answer.getSQLState()))),
					"Check user, password and database; the log has the server's own words.");
		}
		Throwable deepest = this.causes.get(this.causes.size() - 1);
		if (deepest instanceof IOException) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED, "No connection: %s.".formatted(deepest),
					"Check that the server runs, and that host, port, DNS and firewall are right.");
		}
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"No connection: %s.".formatted(deepest.getClass().getName()),
				"The log has the whole exception; check host, port, user and the pool's settings.");
	}

	// https://www.postgresql.org/docs/current/errcodes-appendix.html
	private static String meaning(String sqlState) {
		return switch (sqlState) {
			case "28P01" -> ", a wrong password or user";
			case "28000" -> ", no right to connect from here";
			case "3D000" -> ", a database that doesn't exist";
			case "53300" -> ", too many connections";
			case "57P03" -> ", a server that is starting or stopping";
			default -> "";
		};
	}

	private <T extends Throwable> @Nullable T find(Class<T> type) {
		return this.causes.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	// The driver throws no exception of its own for it; the class name is not translated
	private boolean isRefusedByDriversVerifier() {
		return this.causes.stream()
			.anyMatch((cause) -> cause instanceof SQLException
					&& String.valueOf(cause.getMessage()).contains(ServerNameVerifier.class.getName()));
	}

}

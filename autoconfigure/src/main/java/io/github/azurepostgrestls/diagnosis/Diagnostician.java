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

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.wire.HandshakeFailedException;
import io.github.azurepostgrestls.wire.PlaintextRefusedException;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.ServerUnreachableException;
import io.github.azurepostgrestls.wire.TlsRefusedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out from an exception and its causes why a connection failed.
 *
 * @author the azure-postgres-tls contributors
 */
final class Diagnostician {

	private static final String AUTHENTICATION_PLUGINS = "org.postgresql.core.v3.AuthenticationPluginManager";

	private final List<Throwable> causes = new ArrayList<>();

	Diagnostician(Throwable failure) {
		for (Throwable cause = failure; cause != null && !this.causes.contains(cause); cause = cause.getCause()) {
			this.causes.add(cause);
		}
	}

	/**
	 * Find out why the connection failed.
	 * @return the diagnosis, or {@code null} if nothing is known of such a failure
	 */
	@Nullable Diagnosis diagnose() {
		ServerCertificateRefusedException refusal = find(ServerCertificateRefusedException.class);
		if (refusal != null) {
			return new CertificateDiagnostician(refusal).diagnose();
		}
		TlsRefusedException tlsRefused = find(TlsRefusedException.class);
		if (tlsRefused != null) {
			return tlsRefused(tlsRefused);
		}
		PlaintextRefusedException plaintext = find(PlaintextRefusedException.class);
		if (plaintext != null) {
			return new Diagnosis(FailureReason.PLAINTEXT_REFUSED, "%s.".formatted(plaintext.getMessage()),
					"Find what changed the connection's sslmode or gssEncMode after the DataSource was secured.");
		}
		if (isRefusedByDriversVerifier()) {
			return new Diagnosis(FailureReason.HOSTNAME_MISMATCH,
					"The server's certificate is trusted but doesn't name the host as PostgreSQL's clients demand: %s"
						.formatted(deepest().getMessage()),
					"Write a host name that the certificate names into the JDBC URL.");
		}
		HandshakeFailedException handshake = find(HandshakeFailedException.class);
		if (handshake != null) {
			return (handshake.getCause() == null) ? new HandshakeDiagnostician(handshake).diagnose()
					: brokenOff("%s:%d".formatted(handshake.getHost(), handshake.getPort()), handshake.getCause());
		}
		ServerUnreachableException unreachable = find(ServerUnreachableException.class);
		if (unreachable != null) {
			return unreachable(unreachable);
		}
		return isThrownByAuthenticationPlugin() ? authenticationPluginFailed() : diagnoseDriversFailure();
	}

	private @Nullable Diagnosis diagnoseDriversFailure() {
		Throwable network = this.causes.stream().filter(Diagnostician::isOfNetwork).findFirst().orElse(null);
		if (network != null) {
			return brokenOff("The server", network);
		}
		SSLException handshake = find(SSLException.class);
		if (handshake != null) {
			return new HandshakeDiagnostician(handshake).diagnose();
		}
		PSQLException answer = find(PSQLException.class);
		ServerErrorMessage message = (answer != null) ? answer.getServerErrorMessage() : null;
		return (message != null) ? new ServerAnswerDiagnostician(message).diagnose() : null;
	}

	private static Diagnosis tlsRefused(TlsRefusedException refusal) {
		String server = "%s:%d".formatted(refusal.getHost(), refusal.getPort());
		return switch (refusal.getAnswer()) {
			case 'N' -> new Diagnosis(FailureReason.SERVER_REFUSED_TLS,
					"%s answered that it doesn't speak TLS, so nothing was sent to it.".formatted(server),
					"Check host and port of the JDBC URL: Azure Database for PostgreSQL always speaks TLS. For a database"
							+ " or a pooler without TLS set azure.postgres.tls.enabled=false.");
			case 'E' -> new Diagnosis(FailureReason.SERVER_REFUSED_TLS,
					"%s answered with an error message when it was asked for TLS. Anybody could have sent that, so it was not read."
						.formatted(server),
					"Look into the server's log: it may be starting, out of connections, or closed to this address.");
			case 'S' -> new Diagnosis(FailureReason.SERVER_REFUSED_TLS,
					"%s sent more than its agreement to TLS, which no server does: somebody may have injected it."
						.formatted(server),
					"Find out what stands between this machine and the server.");
			case -1 -> new Diagnosis(FailureReason.CONNECTION_FAILED,
					"%s closed the connection when it was asked for TLS.".formatted(server),
					"Check that a PostgreSQL server, and not only a tunnel or a load balancer, answers there.");
			default -> new Diagnosis(FailureReason.SERVER_REFUSED_TLS,
					"%s is no PostgreSQL server: it answered the question for TLS with the byte 0x%02X."
						.formatted(server, refusal.getAnswer()),
					"Check host and port of the JDBC URL.");
		};
	}

	private static Diagnosis unreachable(ServerUnreachableException failure) {
		String server = "%s:%d".formatted(failure.getHost(), failure.getPort());
		IOException cause = failure.getCause();
		if (cause instanceof UnknownHostException) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					"The host name '%s' has no address (UnknownHostException).".formatted(failure.getHost()),
					"Correct the host of the JDBC URL, or the DNS of this machine: for a private endpoint the private DNS"
							+ " zone must be linked to this network.");
		}
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				(cause instanceof InterruptedIOException) ? "%s didn't answer in time.".formatted(server)
						: "%s can't be reached: %s.".formatted(server, cause.getMessage()),
				"Check that the server runs, and that host, port, DNS and firewall are right.");
	}

	private static Diagnosis brokenOff(String server, Throwable cause) {
		String end = (cause instanceof InterruptedIOException) ? "didn't answer in time"
				: (cause instanceof EOFException) ? "closed the connection"
						: "is no longer connected (%s)".formatted(cause.getMessage());
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"%s %s while the connection was being made.".formatted(server, end),
				"Check that the server runs; if this happens each time, look for a proxy or firewall that doesn't let TLS"
						+ " through, and set azure.postgres.tls.negotiation=direct only for PostgreSQL 17 or later.");
	}

	// Often another connection's failure, such as that of a token's issuer
	private Diagnosis authenticationPluginFailed() {
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"The authentication plugin gave no password (%s).".formatted(deepest().getClass().getName()),
				"Look at the exception: it concerns the plugin, for Microsoft Entra ID its token, and not the server.");
	}

	private boolean isThrownByAuthenticationPlugin() {
		return this.causes.stream()
			.flatMap((cause) -> Arrays.stream(cause.getStackTrace()))
			.anyMatch((frame) -> frame.getClassName().startsWith(AUTHENTICATION_PLUGINS));
	}

	private static boolean isOfNetwork(Throwable cause) {
		return cause instanceof SocketException || cause instanceof InterruptedIOException
				|| cause instanceof EOFException;
	}

	Throwable deepest() {
		return this.causes.get(this.causes.size() - 1);
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

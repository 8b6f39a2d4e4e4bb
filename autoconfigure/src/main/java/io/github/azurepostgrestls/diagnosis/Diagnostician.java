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
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.text.Seconds;
import io.github.azurepostgrestls.wire.ConnectionTimedOutException;
import io.github.azurepostgrestls.wire.HandshakeFailedException;
import io.github.azurepostgrestls.wire.LoginRefusedException;
import io.github.azurepostgrestls.wire.PlaintextRefusedException;
import io.github.azurepostgrestls.wire.ServerCertificateRefusedException;
import io.github.azurepostgrestls.wire.ServerFailure;
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

	private final Causes causes;

	Diagnostician(Throwable failure) {
		this.causes = new Causes(failure);
	}

	/**
	 * Find out why the connection failed.
	 * @return the diagnosis, or {@code null} if nothing is known of such a failure
	 */
	@Nullable Diagnosis diagnose() {
		ServerFailure failure = this.causes.findServerFailure();
		if (failure != null) {
			Diagnosis diagnosis = diagnose(failure);
			return (diagnosis != null) ? diagnosis.withPresentedChain(failure.getPresentedChain()) : null;
		}
		return isThrownByAuthenticationPlugin() ? authenticationPluginFailed() : diagnoseDriversFailure();
	}

	private static @Nullable Diagnosis diagnose(ServerFailure failure) {
		if (failure instanceof ServerCertificateRefusedException refused) {
			return new CertificateDiagnostician(refused).diagnose();
		}
		if (failure instanceof TlsRefusedException refused) {
			return new TlsRefusalDiagnostician(refused).diagnose();
		}
		if (failure instanceof HandshakeFailedException failed) {
			return new HandshakeDiagnostician(failed).diagnose();
		}
		if (failure instanceof ConnectionTimedOutException timedOut) {
			return timedOut(timedOut);
		}
		if (failure instanceof PlaintextRefusedException refused) {
			return new Diagnosis(FailureReason.PLAINTEXT_REFUSED, "%s.".formatted(refused.getMessage()),
					"Find what changed the connection's sslmode or gssEncMode after the DataSource was secured.");
		}
		if (failure instanceof LoginRefusedException refused) {
			return new ServerAnswerDiagnostician(refused.getAnswer(), refused.getServer()).diagnose();
		}
		return (failure instanceof ServerUnreachableException unreachable) ? unreachable(unreachable) : null;
	}

	private @Nullable Diagnosis diagnoseDriversFailure() {
		Throwable network = this.causes.stream().filter(Diagnostician::isOfNetwork).findFirst().orElse(null);
		if (network != null) {
			return brokenOff("The server", network);
		}
		SSLException tls = this.causes.find(SSLException.class);
		if (tls != null) {
			return new Diagnosis(FailureReason.HANDSHAKE_FAILED, "TLS failed: %s.".formatted(tls.getMessage()),
					"The log has the whole exception.");
		}
		PSQLException answer = this.causes.find(PSQLException.class);
		ServerErrorMessage message = (answer != null) ? answer.getServerErrorMessage() : null;
		if (message != null) {
			return new ServerAnswerDiagnostician(message, null).diagnose();
		}
		return (this.causes.find(SQLTransientConnectionException.class) != null
				|| this.causes.find(SQLTimeoutException.class) != null
				|| this.causes.find(TimeoutException.class) != null) ? poolTimedOut() : null;
	}

	private static Diagnosis poolTimedOut() {
		return new Diagnosis(FailureReason.CONNECTION_TIMED_OUT, "The pool gave no connection in time.",
				"Check that the server answers; if it does, all connections of the pool may be in use.");
	}

	private static Diagnosis unreachable(ServerUnreachableException failure) {
		IOException cause = failure.getCause();
		if (cause instanceof UnknownHostException) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					"The host name '%s' has no address.".formatted(failure.getServer().host()),
					"Correct the host of the URL, or the DNS of this machine: for a private endpoint the private DNS"
							+ " zone must be linked to this machine's virtual network.");
		}
		if (cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused")) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					"Nothing listens at %s: the connection was refused.".formatted(failure.getServer()),
					"Start the server, correct the port (Azure's servers listen on 5432, their PgBouncer on 6432), or look for a firewall that refuses connections.");
		}
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"%s can't be reached: %s.".formatted(failure.getServer(), cause.getMessage()),
				"Check that the server runs, and that host, port, network and firewall are right.");
	}

	private static Diagnosis timedOut(ConnectionTimedOutException failure) {
		String elapsed = Seconds.show(failure.getElapsed());
		return switch (failure.getStage()) {
			case TCP_CONNECTION -> new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
					"%s accepted no TCP connection within %s.".formatted(failure.getServer(), elapsed),
					"Check host, port and firewall: a firewall that drops packets looks like this.");
			case SSL_REQUEST -> new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
					"%s accepted the TCP connection but didn't answer the SSLRequest within %s."
						.formatted(failure.getServer(), elapsed),
					"Check that host and port are PostgreSQL's, and look for a firewall or proxy in between.");
			case TLS_HANDSHAKE -> new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
					"%s didn't complete the TLS handshake within %s, so it was not verified."
						.formatted(failure.getServer(), elapsed),
					"Check that the server isn't overloaded, and look for a firewall or proxy that doesn't let TLS through.");
			case LOGIN -> new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
					"%s was verified, but didn't complete the login within %s.".formatted(failure.getServer(), elapsed),
					"Check that the server isn't overloaded, and look into its log.");
		};
	}

	static Diagnosis brokenOff(String server, Throwable cause) {
		if (cause instanceof InterruptedIOException) {
			return new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
					"%s didn't answer in time while the connection was being made.".formatted(server),
					"Check that the server isn't overloaded, and look for a firewall or proxy in between.");
		}
		String end = (cause instanceof EOFException) ? "closed the connection"
				: "is no longer connected (%s)".formatted(cause.getMessage());
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"%s %s while the connection was being made.".formatted(server, end),
				"Check that the server runs; if this happens each time, look for a proxy or firewall that doesn't let TLS"
						+ " through, and set azure.postgres.tls.negotiation=direct only for PostgreSQL 17 or later.");
	}

	// Often another connection's failure, such as that of a token's issuer
	private Diagnosis authenticationPluginFailed() {
		return new Diagnosis(FailureReason.CONNECTION_FAILED,
				"The authentication plugin gave no password (%s)."
					.formatted(this.causes.deepest().getClass().getName()),
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

}

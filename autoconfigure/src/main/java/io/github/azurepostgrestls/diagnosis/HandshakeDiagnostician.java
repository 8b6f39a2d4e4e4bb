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

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.wire.HandshakeFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a handshake ended, whatever the certificate: from the alert that one side
 * sent.
 *
 * @author the azure-postgres-tls contributors
 */
final class HandshakeDiagnostician {

	// RFC 8446, 6
	private static final Map<Integer, String> ALERTS = Map.of(40, "handshake_failure", 70, "protocol_version", 71,
			"insufficient_security", 80, "internal_error", 112, "unrecognized_name", 116, "certificate_required", 120,
			"no_application_protocol");

	private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

	private final String server;

	private final String alert;

	private final String message;

	HandshakeDiagnostician(HandshakeFailedException failure) {
		this("%s:%d".formatted(failure.getHost(), failure.getPort()), nameOf(failure.getAlert()),
				(failure.getAlert() != null) ? "TLS alert " + nameOf(failure.getAlert()) : "the connection was closed");
	}

	HandshakeDiagnostician(SSLException failure) {
		this("The server", alertIn(String.valueOf(failure.getMessage())), String.valueOf(failure.getMessage()));
	}

	private HandshakeDiagnostician(String server, String alert, String message) {
		this.server = server;
		this.alert = alert;
		this.message = message;
	}

	private static String nameOf(@Nullable Integer alert) {
		return (alert != null) ? ALERTS.getOrDefault(alert, String.valueOf(alert)) : "";
	}

	// JSSE refuses a version that the server chose in words of its own
	private static String alertIn(String message) {
		Matcher received = RECEIVED_ALERT.matcher(message);
		if (received.find()) {
			return received.group(1);
		}
		return message.contains("protocol version") ? "protocol_version" : "";
	}

	Diagnosis diagnose() {
		return switch (this.alert) {
			case "protocol_version" -> new Diagnosis(FailureReason.PROTOCOL_TOO_OLD,
					"%s and this application have no TLS version in common (%s).".formatted(this.server, this.message),
					"Raise the server's ssl_max_protocol_version to TLSv1.2 or later, or lower"
							+ " azure.postgres.tls.minimum-protocol to TLSv1.2.");
			case "handshake_failure",
					"insufficient_security" ->
				new Diagnosis(
						FailureReason.HANDSHAKE_FAILED, "%s and this application have no cipher suite in common (%s)."
							.formatted(this.server, this.message),
						"Check azure.postgres.tls.cipher-suites and the server's ssl_ciphers.");
			case "certificate_required",
					"bad_certificate" ->
				new Diagnosis(FailureReason.HANDSHAKE_FAILED,
						"%s demands a certificate of its clients (%s).".formatted(this.server, this.message),
						"Give one with azure.postgres.tls.bundle: an SSL bundle with a key store.");
			case "unrecognized_name" -> new Diagnosis(
					FailureReason.HANDSHAKE_FAILED, "%s doesn't know the name that it was asked for with SNI (%s)."
						.formatted(this.server, this.message),
					"Check azure.postgres.tls.server-name and the host of the JDBC URL.");
			case "no_application_protocol" -> new Diagnosis(FailureReason.HANDSHAKE_FAILED,
					"%s doesn't take TLS without being asked first (%s).".formatted(this.server, this.message),
					"Set azure.postgres.tls.negotiation=postgres: direct negotiation needs PostgreSQL 17 or later.");
			default -> new Diagnosis(FailureReason.HANDSHAKE_FAILED,
					"The TLS handshake with %s failed: %s.".formatted(this.server, this.message),
					"Check azure.postgres.tls.negotiation and cipher-suites, and whether a proxy between here and the server"
							+ " breaks TLS.");
		};
	}

}

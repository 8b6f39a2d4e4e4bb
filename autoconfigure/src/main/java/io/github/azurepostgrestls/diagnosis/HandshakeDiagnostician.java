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
import java.net.SocketException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.wire.HandshakeFailedException;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.UnprovenServerException;
import io.github.azurepostgrestls.wire.UnprovenServerException.Missing;

/**
 * Finds out why a handshake failed, whatever the certificate: from what the TLS engine
 * threw. JSSE has types for few of its reasons and texts for all, so the texts decide.
 *
 * @author the azure-postgres-tls contributors
 */
final class HandshakeDiagnostician {

	private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

	// Newer JDKs put the alert that they send before the text
	private static final Pattern SENT_ALERT = Pattern.compile("^\\(\\w+\\) ");

	private static final Pattern DOWNGRADE = Pattern.compile("downgrade attack");

	private static final Pattern OLD_PROTOCOL = Pattern
		.compile("selected protocol version (SSL|TLS1[01])|Unsupported protocol version: \\(D\\)TLS-[0-2]\\.");

	private static final Pattern WITHOUT_KEY = Pattern
		.compile("[Ii]nvalid .*signature|Cannot verify .*signature|CertificateVerify");

	private static final Pattern CHANGED = Pattern.compile("Finished message|finished message|Tag mismatch|AEAD");

	private static final Pattern NO_CERTIFICATE = Pattern.compile("Empty server certificate chain");

	private static final Pattern UNREADABLE_CERTIFICATE = Pattern
		.compile("parse server certificates|parsing certificate message|Invalid Certificate message");

	private static final int MESSAGE_LIMIT = 300;

	private static final String LOOK_BETWEEN = "Find out what stands between this machine and the server: somebody may"
			+ " pretend to be it.";

	private final ServerAddress server;

	private final Causes causes;

	private final String message;

	HandshakeDiagnostician(HandshakeFailedException failure) {
		this.server = failure.getServer();
		Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
		this.causes = new Causes(cause);
		this.message = UntrustedText.show(SENT_ALERT.matcher(String.valueOf(cause.getMessage())).replaceFirst(""),
				MESSAGE_LIMIT);
	}

	Diagnosis diagnose() {
		UnprovenServerException unproven = this.causes.find(UnprovenServerException.class);
		if (unproven != null) {
			return unproven(unproven.getMissing());
		}
		Matcher alert = RECEIVED_ALERT.matcher(this.message);
		if (alert.find()) {
			return alert(alert.group(1));
		}
		Throwable network = this.causes.find(SocketException.class);
		network = (network != null) ? network : this.causes.find(EOFException.class);
		if (network != null) {
			return Diagnostician.brokenOff(this.server.toString(), network);
		}
		return ended();
	}

	private Diagnosis unproven(Missing missing) {
		return switch (missing) {
			case APPLICATION_PROTOCOL -> failed(
					"%s didn't select the protocol 'postgresql' (ALPN), as direct negotiation demands.",
					"Set azure.postgres.tls.negotiation=postgres, unless this is PostgreSQL 17 or later; then look for a"
							+ " proxy that ends TLS.");
			case CERTIFICATE -> failed("%s completed the handshake without showing a certificate.", LOOK_BETWEEN);
		};
	}

	// https://www.iana.org/assignments/tls-parameters (alerts)
	private Diagnosis alert(String alert) {
		return switch (alert) {
			case "protocol_version" -> new Diagnosis(FailureReason.PROTOCOL_TOO_OLD,
					"%s and this application have no TLS version in common (TLS alert protocol_version)."
						.formatted(this.server),
					"Raise the server's ssl_max_protocol_version to azure.postgres.tls.minimum-protocol or later, or set"
							+ " minimum-protocol to TLSv1.2 if it is TLSv1.3.");
			case "handshake_failure", "insufficient_security" -> failed(
					"%s and this application have no cipher suite or no signature algorithm in common (TLS alert "
							+ alert + ").",
					"Check azure.postgres.tls.cipher-suites and the server's ssl_ciphers, and whether the server's"
							+ " certificate has a SHA-1 signature or an RSA key of less than 2048 bits.");
			case "certificate_required", "bad_certificate", "unknown_ca",
					"certificate_unknown" ->
				failed("%s demands a certificate of its clients, or doesn't accept this one's (TLS alert " + alert
						+ ").",
						"Give one that it accepts with azure.postgres.tls.bundle: an SSL bundle with a key store.");
			case "unrecognized_name" ->
				failed("%s doesn't know the name that it was asked for with SNI (TLS alert unrecognized_name).",
						"Check azure.postgres.tls.server-name and the host of the URL.");
			case "no_application_protocol" -> failed(
					"%s doesn't take TLS without an SSLRequest (TLS alert no_application_protocol).",
					"Set azure.postgres.tls.negotiation=postgres: direct negotiation needs PostgreSQL 17 or later.");
			default -> failed("%s ended the TLS handshake (TLS alert " + alert + ").",
					"Look into the server's log, and for a proxy in between that breaks TLS.");
		};
	}

	private Diagnosis ended() {
		if (DOWNGRADE.matcher(this.message).find()) {
			return failed(
					"The handshake with %s was changed to an older TLS version than the server speaks (downgrade).",
					LOOK_BETWEEN);
		}
		if (OLD_PROTOCOL.matcher(this.message).find()) {
			return new Diagnosis(FailureReason.PROTOCOL_TOO_OLD,
					"%s chose a TLS version that is too old: %s.".formatted(this.server, this.message),
					"Raise the server's ssl_max_protocol_version to TLSv1.2 or later.");
		}
		if (WITHOUT_KEY.matcher(this.message).find()) {
			return failed("%s didn't prove that it has the key of the certificate it presented: " + quoted() + ".",
					LOOK_BETWEEN);
		}
		if (CHANGED.matcher(this.message).find()) {
			return failed("The handshake with %s was changed on its way: " + quoted() + ".", LOOK_BETWEEN);
		}
		if (NO_CERTIFICATE.matcher(this.message).find()) {
			return failed("%s presented no certificate.", "Look at the server's ssl_cert_file.");
		}
		if (UNREADABLE_CERTIFICATE.matcher(this.message).find()) {
			return failed("%s presented a certificate that can't be read: " + quoted() + ".",
					"Look at the server's ssl_cert_file, and for a proxy in between.");
		}
		return failed("This application ended the TLS handshake with %s: " + quoted() + ".",
				"Look for a proxy in between that breaks TLS; if there is none, the server doesn't keep to the protocol.");
	}

	private String quoted() {
		return this.message.replace("%", "%%");
	}

	private Diagnosis failed(String description, String action) {
		return new Diagnosis(FailureReason.HANDSHAKE_FAILED, description.formatted(this.server), action);
	}

}

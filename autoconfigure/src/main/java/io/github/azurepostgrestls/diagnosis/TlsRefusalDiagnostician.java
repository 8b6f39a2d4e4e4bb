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

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.TlsRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the answer to an SSLRequest why a server didn't agree to TLS.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsRefusalDiagnostician {

	// How servers of other protocols greet or refuse
	private static final Map<String, String> GREETINGS = new TreeMap<>(Map.of("HTTP/", "HTTP", "<", "HTTP", "SSH-",
			"SSH", "220", "SMTP or FTP", "* OK", "IMAP", "+OK", "POP3 or Redis", "-ERR", "Redis"));

	// A packet of MySQL: length, sequence number 0, protocol version 10
	private static final int MYSQL_HEADER = 5;

	private static final int MYSQL_VERSION = 10;

	// The content type of a TLS alert, and TLS's major version (RFC 8446, 5.1)
	private static final int TLS_ALERT = 21;

	private static final int TLS_VERSION = 3;

	// Names without a domain, of Docker for example, and addresses of this machine and of
	// private networks (RFC 1918, RFC 4193, RFC 6761, RFC 6762)
	private static final Pattern DEVELOPMENT_HOST = Pattern.compile("[\\w-]+|.+\\.(localhost|local|test|internal)"
			+ "|(127|10)\\..+|192\\.168\\..+|172\\.(1[6-9]|2\\d|3[01])\\..+|(0:){7}1|f[cd][0-9a-f:]+");

	private static final String FOR_DEVELOPMENT = "For a local or test database use one with TLS, such as that of"
			+ " azure-postgres-tls-spring-boot-test, or exempt it: azure.postgres.tls.development-databases=exempt for one"
			+ " of Testcontainers or Docker Compose, azure.postgres.tls.data-sources.<name>.enabled=false for another, in"
			+ " a local profile or in the test's properties, never in production.";

	private static final String FOR_PRODUCTION = "Check host and port of the URL: Azure Database for PostgreSQL"
			+ " always speaks TLS. For a database or a pooler without TLS set"
			+ " azure.postgres.tls.data-sources.<name>.enabled=false.";

	private final ServerAddress server;

	private final byte[] answer;

	TlsRefusalDiagnostician(TlsRefusedException refusal) {
		this.server = refusal.getServer();
		this.answer = refusal.getAnswer();
	}

	Diagnosis diagnose() {
		if (this.answer.length == 0) {
			return new Diagnosis(FailureReason.CONNECTION_FAILED,
					"%s closed the connection when it received the SSLRequest.".formatted(this.server),
					"Check that a PostgreSQL server, and not only a tunnel or a load balancer, answers there.");
		}
		String other = otherProtocol();
		if (other != null) {
			return refused("%s speaks %s, not PostgreSQL.".formatted(this.server, other),
					"Check host and port of the URL.");
		}
		if (isTls()) {
			return refused("%s expects TLS at once, without an SSLRequest.".formatted(this.server),
					"Check that the port is PostgreSQL's. For PostgreSQL 17 or later behind a proxy that ends TLS set"
							+ " azure.postgres.tls.negotiation=direct.");
		}
		return switch (this.answer[0]) {
			case 'N' ->
				refused("%s answered that it doesn't speak TLS, so nothing was sent to it.".formatted(this.server),
						DEVELOPMENT_HOST.matcher(this.server.host()).matches() ? FOR_DEVELOPMENT : FOR_PRODUCTION);
			case 'E' -> refused(
					"%s answered the SSLRequest with an error message. Anybody could have sent that, so it was not read."
						.formatted(this.server),
					"Look into the server's log: it may be starting, out of connections, or closed to this address.");
			case 'S' ->
				refused("%s agreed to TLS and sent something else, which no server does: somebody may have injected it."
					.formatted(this.server), "Find out what stands between this machine and the server.");
			default -> refused("%s is no PostgreSQL server: it answered the SSLRequest with the byte 0x%02X."
				.formatted(this.server, this.answer[0]), "Check host and port of the URL.");
		};
	}

	private @Nullable String otherProtocol() {
		if (this.answer.length >= MYSQL_HEADER && this.answer[3] == 0 && this.answer[4] == MYSQL_VERSION) {
			return "MySQL";
		}
		String text = new String(this.answer, StandardCharsets.ISO_8859_1);
		return GREETINGS.entrySet()
			.stream()
			.filter((greeting) -> text.startsWith(greeting.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private boolean isTls() {
		return this.answer.length > 1 && this.answer[0] == TLS_ALERT && this.answer[1] == TLS_VERSION;
	}

	private static Diagnosis refused(String description, String action) {
		return new Diagnosis(FailureReason.SERVER_REFUSED_TLS, description, action);
	}

}

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

package io.github.azurepostgrestls.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What live connections negotiated, for people.
 *
 * @param host the host name or address that was connected to
 * @param port the port that was connected to
 * @param serverName the name that was verified, where it isn't the host
 * @param protocol the TLS version by its JDK name
 * @param cipherSuite the cipher suite by its JDK name
 * @param connections how many connections negotiated this
 * @param handshakeAt when the newest was verified
 * @param trustAnchor the subject of the root as an RFC 2253 name
 * @param certificateChain the verified path, from the server's certificate to the root
 * @author the azure-postgres-tls contributors
 */
public record SessionDetails(String host, int port, @Nullable String serverName, String protocol, String cipherSuite,
		int connections, Instant handshakeAt, String trustAnchor, List<CertificateDetails> certificateChain) {

	static SessionDetails of(SessionGroup group, RenderedCertificates certificates, Instant now) {
		NegotiatedSession session = group.newest();
		ServerAddress server = session.server();
		return new SessionDetails(server.host(), server.port(),
				session.serverName().equals(server.host()) ? null : session.serverName(), session.protocol(),
				session.cipherSuite(), group.connections(), session.handshakeAt(),
				CertificateDetails.nameOf(session.path().trustAnchor().getSubjectX500Principal()),
				certificates.of(session.path().certificates(), now));
	}

	Map<String, Object> asMap() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("host", this.host);
		details.put("port", this.port);
		if (this.serverName != null) {
			details.put("serverName", this.serverName);
		}
		details.put("protocol", this.protocol);
		details.put("cipherSuite", this.cipherSuite);
		details.put("connections", this.connections);
		details.put("handshakeAt", this.handshakeAt);
		details.put("trustAnchor", this.trustAnchor);
		details.put("certificateChain", this.certificateChain);
		return details;
	}

}

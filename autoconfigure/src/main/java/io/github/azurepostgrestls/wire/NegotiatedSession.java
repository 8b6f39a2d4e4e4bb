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

package io.github.azurepostgrestls.wire;

import java.time.Duration;
import java.time.Instant;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.properties.VerificationMode;

/**
 * What one connection negotiated with a verified server.
 *
 * @param server the server that was connected to
 * @param mode what was verified
 * @param serverName the name that was asked for with SNI and, under verify-full, verified
 * @param protocol the TLS version by its JDK name, for example {@code TLSv1.3}
 * @param cipherSuite the cipher suite by its JDK name
 * @param path the verified path, from the server's certificate to the trust anchor
 * @param handshakeAt when the server was verified
 * @param handshakeTime how long that took since the handshake began
 * @author the azure-postgres-tls contributors
 */
public record NegotiatedSession(ServerAddress server, VerificationMode mode, String serverName, String protocol,
		String cipherSuite, VerifiedPath path, Instant handshakeAt, Duration handshakeTime) {

	/**
	 * Return this session with a path that is equal and shared.
	 * @param shared the path
	 * @return the session
	 */
	public NegotiatedSession withPath(VerifiedPath shared) {
		return (shared == this.path) ? this : new NegotiatedSession(this.server, this.mode, this.serverName,
				this.protocol, this.cipherSuite, shared, this.handshakeAt, this.handshakeTime);
	}

}

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

import java.util.Properties;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * The driver's {@code sslhostnameverifier}: the driver's own verifier, asked for the
 * configured server name where there is one. JSSE verified the same name in the
 * handshake; where the two differ, both must agree.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ServerNameVerifier implements HostnameVerifier {

	private final ConnectionSecurity security;

	/**
	 * Create a new {@link ServerNameVerifier} instance.
	 * @param info the driver's effective properties; {@code sslfactoryarg} holds an id of
	 * the {@link ConnectionSecurityRegistry}
	 * @throws SSLException if the id isn't registered
	 */
	public ServerNameVerifier(Properties info) throws SSLException {
		this.security = ConnectionSecurityRegistry.require(info);
	}

	@Override
	public boolean verify(String hostname, SSLSession session) {
		return this.security.isNameVerified(hostname, session);
	}

}

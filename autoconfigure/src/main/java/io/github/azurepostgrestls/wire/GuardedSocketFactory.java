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

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;

import javax.net.SocketFactory;
import javax.net.ssl.SSLException;

import org.postgresql.PGProperty;

/**
 * The driver's {@code socketFactory}: its sockets send nothing in the clear but an
 * SSLRequest. The driver creates one for each physical connection and uses it for the
 * cancel requests of that connection too.
 *
 * @author the azure-postgres-tls contributors
 */
public final class GuardedSocketFactory extends SocketFactory {

	private final ConnectionSecurity security;

	private final boolean direct;

	private final Duration limit;

	/**
	 * Create a new {@link GuardedSocketFactory} instance.
	 * @param info the driver's effective properties; {@code sslfactoryarg} holds an id of
	 * the {@link ConnectionSecurityRegistry}
	 * @throws SSLException if the id isn't registered: then no connection is made
	 */
	public GuardedSocketFactory(Properties info) throws SSLException {
		this.security = ConnectionSecurityRegistry.require(info);
		this.direct = "direct".equals(PGProperty.SSL_NEGOTIATION.getOrDefault(info));
		this.limit = ConnectionLimit.of(info, ConnectionSecurityRegistry.referenceIn(info).limit());
	}

	@Override
	public Socket createSocket() {
		return new GuardedSocket(this.security, this.direct, this.limit);
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		throw onlyUnconnected();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		throw onlyUnconnected();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		throw onlyUnconnected();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		throw onlyUnconnected();
	}

	private static IOException onlyUnconnected() {
		return new IOException("Only unconnected sockets are created for the PostgreSQL driver");
	}

}

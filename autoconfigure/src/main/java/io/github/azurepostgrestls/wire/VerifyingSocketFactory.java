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
import java.util.Properties;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

import io.github.azurepostgrestls.properties.VerificationMode;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;

/**
 * The driver's {@code sslfactory}: layers verified TLS over a connection. The driver
 * creates one for each physical connection and hands it the effective properties of that
 * connection.
 *
 * @author the azure-postgres-tls contributors
 */
public final class VerifyingSocketFactory extends SSLSocketFactory {

	private final ConnectionSecurity security;

	/**
	 * Create a new {@link VerifyingSocketFactory} instance.
	 * @param info the driver's effective properties; {@code sslfactoryarg} holds an id of
	 * the {@link ConnectionSecurityRegistry}
	 * @throws SSLException if the id isn't registered or if the effective mode is weaker
	 * than the configured one: then nothing is sent
	 */
	public VerifyingSocketFactory(Properties info) throws SSLException {
		this.security = ConnectionSecurityRegistry.require(info);
		requireMode(info, this.security.mode());
	}

	private static void requireMode(Properties info, VerificationMode required) throws SSLException {
		try {
			SslMode effective = SslMode.of(info);
			boolean kept = (required == VerificationMode.VERIFY_FULL) ? effective.verifyPeerName()
					: effective.verifyCertificate();
			if (!kept) {
				throw new SSLException(
						"sslmode=%s is weaker than the configured %s".formatted(effective.value, required.sslmode()));
			}
		}
		catch (PSQLException ex) {
			throw new SSLException(ex.getMessage(), ex);
		}
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		if (socket instanceof GuardedSocket connection) {
			return this.security.createLayeredSocket(connection, host);
		}
		throw onlyLayered();
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		throw onlyLayered();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		throw onlyLayered();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		throw onlyLayered();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		throw onlyLayered();
	}

	private static IOException onlyLayered() {
		return new IOException("TLS is only layered over a connection of the driver that this starter guards");
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return new String[0];
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return new String[0];
	}

}

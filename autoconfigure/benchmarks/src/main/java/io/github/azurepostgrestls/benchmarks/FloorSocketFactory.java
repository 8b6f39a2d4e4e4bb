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

package io.github.azurepostgrestls.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The least that verified TLS can cost with the driver: one SSLContext for all
 * connections, with the trust manager of the JDK.
 *
 * @author the azure-postgres-tls contributors
 */
public class FloorSocketFactory extends SSLSocketFactory {

	// The driver creates a factory for each connection
	private static final Map<String, SSLSocketFactory> FACTORIES = new ConcurrentHashMap<>();

	private final SSLSocketFactory factory;

	/**
	 * Create a new {@link FloorSocketFactory} instance.
	 * @param root the trusted root, a file in PEM format
	 */
	public FloorSocketFactory(String root) {
		this.factory = FACTORIES.computeIfAbsent(root, FloorSocketFactory::createFactory);
	}

	private static SSLSocketFactory createFactory(String root) {
		try (InputStream in = Files.newInputStream(Path.of(root))) {
			KeyStore trustStore = KeyStore.getInstance("PKCS12");
			trustStore.load(null, null);
			trustStore.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(in));
			TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
			trust.init(trustStore);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context.getSocketFactory();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("'%s' can't be used as a root".formatted(root), ex);
		}
	}

	/**
	 * Return the query of a URL whose connections have a socket factory of this kind.
	 * @param type the socket factory
	 * @param root the trusted root, a file in PEM format
	 * @return the query of the URL
	 */
	static String query(Class<? extends FloorSocketFactory> type, Path root) {
		return "?sslmode=verify-full&sslfactory=%s&sslfactoryarg=%s".formatted(type.getName(), root);
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return this.factory.createSocket(socket, host, port, autoClose);
	}

	@Override
	public Socket createSocket(String host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.factory.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.factory.getSupportedCipherSuites();
	}

}

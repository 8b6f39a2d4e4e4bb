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
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * A server that answers an SSLRequest, shakes hands and sends one byte. As JSSE's servers
 * do, and PostgreSQL doesn't, it lets clients resume their sessions.
 *
 * @author the azure-postgres-tls contributors
 */
final class JsseServer implements AutoCloseable {

	private final SSLContext context;

	private final ServerSocket listener;

	private final String protocol;

	JsseServer(ServerCertificate certificate, String protocol) throws Exception {
		this.context = contextOf(certificate);
		this.protocol = protocol;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve);
		thread.setDaemon(true);
		thread.start();
	}

	static SSLContext contextOf(ServerCertificate certificate) throws Exception {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		keyStore.load(null, null);
		keyStore.setKeyEntry("server", certificate.keyPair().getPrivate(), new char[0],
				certificate.chain().toArray(X509Certificate[]::new));
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keyStore, new char[0]);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), null, null);
		return context;
	}

	private void serve() {
		while (!this.listener.isClosed()) {
			try (Socket socket = this.listener.accept()) {
				socket.getInputStream().readNBytes(FirstPacket.sslRequest().length);
				socket.getOutputStream().write('S');
				shakeHands(socket);
			}
			catch (IOException ex) {
				// The client gave up, or the server was closed
			}
		}
	}

	private void shakeHands(Socket socket) throws IOException {
		try (SSLSocket connection = (SSLSocket) this.context.getSocketFactory()
			.createSocket(socket, null, socket.getPort(), true)) {
			connection.setUseClientMode(false);
			connection.setEnabledProtocols(new String[] { this.protocol });
			connection.startHandshake();
			connection.getOutputStream().write('!');
			connection.getOutputStream().flush();
			connection.getInputStream().read();
		}
	}

	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}

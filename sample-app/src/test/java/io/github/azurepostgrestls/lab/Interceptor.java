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

package io.github.azurepostgrestls.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Stands between the application and the server. It forwards connections, or it answers
 * them itself: with the server's certificates, but without the server's private key.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Interceptor implements AutoCloseable {

	private static final int SSL_REQUEST_LENGTH = 8;

	private final int target;

	private final SSLContext impostor;

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile boolean intercepting;

	private Interceptor(TlsPostgres server) throws IOException, GeneralSecurityException {
		this.target = server.port();
		this.impostor = impostorOf(server.certificate());
		this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
	}

	static Interceptor start(TlsPostgres server) throws IOException, GeneralSecurityException {
		Interceptor interceptor = new Interceptor(server);
		interceptor.threads.execute(interceptor::accept);
		return interceptor;
	}

	private static SSLContext impostorOf(ServerCertificate certificate) throws IOException, GeneralSecurityException {
		KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
		keys.initialize(2048);
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		keyStore.load(null, null);
		keyStore.setKeyEntry("impostor", keys.generateKeyPair().getPrivate(), new char[0],
				certificate.chain().toArray(Certificate[]::new));
		return SslBundle.of(SslStoreBundle.of(keyStore, "", null)).createSslContext();
	}

	/**
	 * Return the port to connect to.
	 * @return the port on the loopback address
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	void intercept(boolean intercepting) {
		this.intercepting = intercepting;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				if (this.intercepting) {
					this.threads.execute(() -> answer(client));
				}
				else {
					Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
					this.threads.execute(() -> forward(client, server));
					this.threads.execute(() -> forward(server, client));
				}
			}
			catch (IOException ex) {
				// Closed, or the client gave up; the loop's condition decides
			}
		}
	}

	private void answer(Socket client) {
		try (client) {
			client.getInputStream().readNBytes(SSL_REQUEST_LENGTH);
			client.getOutputStream().write('S');
			SSLSocket socket = (SSLSocket) this.impostor.getSocketFactory().createSocket(client, null, true);
			socket.startHandshake();
		}
		catch (IOException ex) {
			// The client refused the impostor
		}
	}

	private static void forward(Socket from, Socket to) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			in.transferTo(out);
		}
		catch (IOException ex) {
			// One side closed its connection
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
	}

}

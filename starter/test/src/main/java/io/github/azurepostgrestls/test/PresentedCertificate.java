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

package io.github.azurepostgrestls.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * The certificate that a server on this machine presents, whatever is wrong with it.
 *
 * @author the azure-postgres-tls contributors
 */
final class PresentedCertificate extends X509ExtendedTrustManager {

	private static final int TIMEOUT_MILLIS = 10_000;

	// Written by the handshake, in the thread that reads it
	private @Nullable X509Certificate certificate;

	private PresentedCertificate() {
	}

	/**
	 * Shake hands with a server as direct negotiation of PostgreSQL 17 does.
	 * @param port the port on the loopback address
	 * @return the certificate, or {@code null} if the two have no protocol or cipher
	 * suite in common
	 */
	static @Nullable X509Certificate of(int port) {
		PresentedCertificate presented = new PresentedCertificate();
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { presented }, null);
			presented.shakeHands(context, port);
		}
		catch (SSLException ex) {
			// What was presented before that counts
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The server can't be reached", ex);
		}
		return presented.certificate;
	}

	private void shakeHands(SSLContext context, int port) throws IOException {
		try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { "postgresql" });
			socket.setSSLParameters(parameters);
			socket.startHandshake();
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		this.certificate = chain[0];
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) {
		throw new UnsupportedOperationException();
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}

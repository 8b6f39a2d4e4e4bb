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

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

import io.github.azurepostgrestls.trust.ServerTrust;

/**
 * The trust manager of an SSLContext: verifies the server's certificate in each
 * {@link Handshake} and leaves there what it finds. A certificate that is trusted proves
 * nothing yet: whoever shows it may not have its key.
 *
 * @author the azure-postgres-tls contributors
 */
final class ServerTrustManager extends X509ExtendedTrustManager {

	private final ServerTrust trust;

	private final Map<Object, Handshake> handshakes;

	/**
	 * Create a new {@link ServerTrustManager} instance.
	 * @param trust the trust in force
	 * @param handshakes the handshakes under way, by the engine or its socket
	 */
	ServerTrustManager(ServerTrust trust, Map<Object, Handshake> handshakes) {
		this.trust = trust;
		this.handshakes = handshakes;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		Handshake handshake = presented(chain, socket);
		try {
			handshake.trusted(this.trust.verify(chain, authType, socket));
			// JSSE keeps no session that is invalid before the handshake ends
			((SSLSocket) socket).getHandshakeSession().invalidate();
		}
		catch (CertificateException ex) {
			throw handshake.refused(this.trust.roots(), ex);
		}
	}

	private Handshake presented(X509Certificate[] chain, Object connection) throws CertificateException {
		Handshake handshake = this.handshakes.get(connection);
		if (handshake == null) {
			throw new CertificateException("A server is verified only once, when a connection is made");
		}
		handshake.presented(List.of(chain));
		return handshake;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		Handshake handshake = presented(chain, engine);
		try {
			handshake.trusted(this.trust.verify(chain, authType, engine));
		}
		catch (CertificateException ex) {
			throw handshake.refused(this.trust.roots(), ex);
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw withoutConnection();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw withoutConnection();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		throw withoutConnection();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw withoutConnection();
	}

	private static CertificateException withoutConnection() {
		return new CertificateException("Only the server of a PostgreSQL connection is verified here");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}

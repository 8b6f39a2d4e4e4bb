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

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

import io.github.azurepostgrestls.trust.ServerTrust;
import io.github.azurepostgrestls.trust.VerifiedPath;

/**
 * Verifies the server in each handshake and tells the listener how that went.
 *
 * @author the azure-postgres-tls contributors
 */
final class HandshakeVerifier extends X509ExtendedTrustManager {

	private final ServerTrust trust;

	private final PendingHandshakes handshakes;

	private final HandshakeListener listener;

	HandshakeVerifier(ServerTrust trust, PendingHandshakes handshakes, HandshakeListener listener) {
		this.trust = trust;
		this.handshakes = handshakes;
		this.listener = listener;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		SSLSocket connection = (SSLSocket) socket;
		SSLSession session = connection.getHandshakeSession();
		try {
			VerifiedPath path = this.trust.verify(chain, authType, socket);
			this.listener.verified(new NegotiatedSession(connectedHost(connection), connection.getPort(),
					session.getPeerHost(), session.getProtocol(), session.getCipherSuite(), path, Instant.now(),
					this.handshakes.judged(connection)), connection);
		}
		catch (CertificateException ex) {
			ServerCertificateRefusedException refusal = new ServerCertificateRefusedException(connectedHost(connection),
					connection.getPort(), session.getPeerHost(), List.of(chain), this.trust.roots(), ex);
			this.handshakes.judged(connection);
			this.listener.failed(refusal);
			throw refusal;
		}
	}

	private static String connectedHost(SSLSocket connection) {
		return ((InetSocketAddress) connection.getRemoteSocketAddress()).getHostString();
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		throw withoutConnection();
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
		return new CertificateException("Only a server that a PostgreSQL connection was made to is verified here");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}

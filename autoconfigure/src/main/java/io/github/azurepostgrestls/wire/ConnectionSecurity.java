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
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.trust.HostNameMismatchException;
import io.github.azurepostgrestls.trust.TlsMaterial;
import io.github.azurepostgrestls.trust.TrustSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

import org.springframework.core.log.LogMessage;

/**
 * Secures the physical connections of one DataSource with one {@link SSLContext}.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class ConnectionSecurity {

	private static final Log logger = LogFactory.getLog(ConnectionSecurity.class);

	private final TlsPolicy policy;

	private final SwappedSslContext sslContext;

	private final PendingHandshakes handshakes;

	private final HandshakeListener listener;

	private final AtomicBoolean cancelRefusalLogged;

	/**
	 * Create a new {@link ConnectionSecurity} instance.
	 * @param settings what is configured
	 * @param trust whom to believe
	 * @param listener what is told of each handshake
	 * @throws InvalidTlsConfigurationException if that leaves nothing to negotiate
	 */
	public ConnectionSecurity(TlsSettings settings, TrustSource trust, HandshakeListener listener) {
		this.policy = new TlsPolicy(settings.mode(), settings);
		this.handshakes = new PendingHandshakes();
		this.listener = listener;
		this.cancelRefusalLogged = new AtomicBoolean();
		this.sslContext = new SwappedSslContext(trust, this.handshakes, listener);
		requireUsable(trust.current());
	}

	// The names of cipher suites are known to a context only
	private void requireUsable(TlsMaterial material) {
		this.policy.requireUsable(material, this.policy.cipherSuites(material).isEmpty() ? List.of()
				: List.of(this.sslContext.current().sslContext().getSupportedSSLParameters().getCipherSuites()));
	}

	private ConnectionSecurity(ConnectionSecurity other, VerificationMode mode) {
		this.policy = other.policy.withMode(mode);
		this.sslContext = other.sslContext;
		this.handshakes = other.handshakes;
		this.listener = other.listener;
		this.cancelRefusalLogged = other.cancelRefusalLogged;
	}

	/**
	 * Return what secures a connection that may ask for more than was configured.
	 * @param effective the mode of the connection
	 * @return security with the stronger of both modes
	 */
	ConnectionSecurity strengthened(VerificationMode effective) {
		VerificationMode strongest = mode().strongest(effective);
		return (strongest == mode()) ? this : new ConnectionSecurity(this, strongest);
	}

	/**
	 * Return what is verified.
	 * @return the mode
	 */
	public VerificationMode mode() {
		return this.policy.mode();
	}

	SSLSocket layerOver(Socket socket, String host, int port, boolean autoClose) throws IOException {
		SwappedSslContext.Current current = this.sslContext.current();
		SSLSocket connection = (SSLSocket) current.sslContext()
			.getSocketFactory()
			.createSocket(socket, this.policy.nameToVerify(host), port, autoClose);
		SSLParameters parameters = connection.getSSLParameters();
		this.policy.applyTo(parameters, current.material());
		connection.setSSLParameters(parameters);
		PendingHandshakes.Handshake handshake = this.handshakes.begin(connection);
		if (socket instanceof GuardedSocket guarded) {
			guarded.begun(handshake);
		}
		return connection;
	}

	/**
	 * Announce the protocol, as direct negotiation demands.
	 * @param connection the connection before its handshake
	 */
	static void announcePostgres(SSLSocket connection) {
		SSLParameters parameters = connection.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "postgresql" });
		connection.setSSLParameters(parameters);
	}

	/**
	 * Return whether the driver's own verifier accepts the server's name.
	 * @param host the host that was connected to
	 * @param session the session after its handshake
	 * @return whether it does, or whether the mode doesn't ask for it
	 */
	boolean isVerifiedByDriver(String host, SSLSession session) {
		boolean verified = mode() != VerificationMode.VERIFY_FULL
				|| PGjdbcHostnameVerifier.INSTANCE.verify(canonical(this.policy.nameToVerify(host)), session);
		if (!verified) {
			failed(new ServerCertificateRefusedException(host, session.getPeerPort(), this.policy.nameToVerify(host),
					presentedChain(session), this.sslContext.current().material().trust().roots(),
					new HostNameMismatchException("The driver's verifier doesn't find the name in the certificate")));
		}
		return verified;
	}

	// The driver's verifier compares the text of IPv6 addresses
	private static String canonical(String host) {
		try {
			return host.startsWith("[") ? InetAddress.getByName(host).getHostAddress() : host;
		}
		catch (UnknownHostException ex) {
			return host;
		}
	}

	static List<X509Certificate> presentedChain(SSLSession session) {
		try {
			return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
		}
		catch (SSLPeerUnverifiedException ex) {
			return List.of();
		}
	}

	/**
	 * Tell that a connection couldn't be made.
	 * @param failure why
	 */
	void failed(Exception failure) {
		this.listener.failed(failure);
	}

	/**
	 * Tell that a server refused TLS for a cancel request, so that none was sent.
	 * @param host the host
	 * @param port the port
	 */
	void cancelRefused(String host, int port) {
		if (this.cancelRefusalLogged.compareAndSet(false, true)) {
			logger.warn(LogMessage.format("%s:%d refuses TLS for cancel requests, so queries are not cancelled there",
					host, port));
		}
	}

}

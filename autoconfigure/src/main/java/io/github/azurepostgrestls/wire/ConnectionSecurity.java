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
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.trust.RootCertificates;
import io.github.azurepostgrestls.trust.TlsMaterial;
import io.github.azurepostgrestls.trust.TrustSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

import org.springframework.core.log.LogMessage;

/**
 * Secures the physical connections of one DataSource.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionSecurity {

	private static final Log logger = LogFactory.getLog(ConnectionSecurity.class);

	private static final String UNREPORTED = "The outcome of a connection attempt could not be reported";

	private final TlsPolicy policy;

	// Written by VerifiedSocket and EngineHandshake while they shake hands, keyed by the
	// engine or its socket
	private final Map<Object, Handshake> handshakes;

	private final ReloadableSslContext sslContext;

	private final HandshakeListener listener;

	private final AtomicBoolean cancelFailureLogged;

	private final AtomicInteger engines;

	/**
	 * Create a new {@link ConnectionSecurity} instance.
	 * @param settings the settings of the DataSource
	 * @param trust the trust of the DataSource
	 * @param listener receives the outcome of each handshake
	 * @throws InvalidTlsConfigurationException if that leaves nothing to negotiate
	 */
	public ConnectionSecurity(TlsSettings settings, TrustSource trust, HandshakeListener listener) {
		this.policy = new TlsPolicy(settings);
		this.handshakes = new ConcurrentHashMap<>();
		this.listener = listener;
		this.cancelFailureLogged = new AtomicBoolean();
		this.engines = new AtomicInteger();
		this.sslContext = new ReloadableSslContext(trust, this.handshakes);
		requireUsable(trust.current());
	}

	// The names of cipher suites are known to a context only
	private void requireUsable(TlsMaterial material) {
		this.policy.requireUsable(material, this.policy.cipherSuites(material).isEmpty() ? List.of()
				: List.of(this.sslContext.current().sslContext().getSupportedSSLParameters().getCipherSuites()));
	}

	private ConnectionSecurity(ConnectionSecurity other, TlsPolicy policy) {
		this.policy = policy;
		this.handshakes = other.handshakes;
		this.sslContext = other.sslContext;
		this.listener = other.listener;
		this.cancelFailureLogged = other.cancelFailureLogged;
		this.engines = other.engines;
	}

	/**
	 * Return the security of a connection that may ask for more than was configured.
	 * @param effective the mode of the connection
	 * @return security with the stronger of both modes
	 */
	public ConnectionSecurity strengthened(VerificationMode effective) {
		VerificationMode strongest = mode().strongest(effective);
		return (strongest == mode()) ? this : new ConnectionSecurity(this, this.policy.withMode(strongest));
	}

	/**
	 * Return security for a handshake that only looks at a server.
	 * @return security without minimum strength of the handshake
	 * @see TlsPolicy#withoutMinimumStrength()
	 */
	ConnectionSecurity withoutMinimumStrength() {
		return new ConnectionSecurity(this, this.policy.withoutMinimumStrength());
	}

	/**
	 * Return what is verified.
	 * @return the mode
	 */
	public VerificationMode mode() {
		return this.policy.mode();
	}

	String nameToVerify(String host) {
		return this.policy.nameToVerify(host);
	}

	/**
	 * Layer verified TLS over a connection.
	 * @param connection the connection, whose server has agreed to TLS
	 * @param host the host that was connected to
	 * @return the TLS connection before its handshake
	 * @throws IOException if the connection has failed, or the server didn't agree
	 */
	SSLSocket createLayeredSocket(GuardedSocket connection, String host) throws IOException {
		ReloadableSslContext.Current current = this.sslContext.current();
		SSLSocket engine = connection.layer(current.sslContext().getSocketFactory(), nameToVerify(host));
		engine.setSSLParameters(parameters(current.material(), connection.isDirect()));
		return new VerifiedSocket(this, connection, engine, this.handshakes);
	}

	/**
	 * Load trust that has changed. This may read files, which the thread of an engine
	 * must not wait for.
	 */
	public void refresh() {
		this.sslContext.current();
	}

	/**
	 * Return whether {@link #refresh()} has nothing to do.
	 * @return whether the trust that was loaded last is in force
	 */
	public boolean isFresh() {
		return this.sslContext.isFresh();
	}

	/**
	 * Report that the name of a server has no address.
	 * @param server the server
	 * @param failure the reason
	 * @return what to throw
	 */
	public IOException unresolved(ServerAddress server, UnknownHostException failure) {
		Exception reason = new ServerUnreachableException(server, failure);
		String explanation = failed(reason);
		return (explanation != null) ? ExplainedFailures.create(reason, explanation) : failure;
	}

	/**
	 * Create an engine for verified TLS over a connection of any kind, with the trust of
	 * the last {@link #refresh()}.
	 * @param server the server that is connected to
	 * @param direct whether TLS starts without an SSLRequest
	 * @return the engine in its handshake
	 */
	public EngineHandshake createEngine(ServerAddress server, boolean direct) {
		ReloadableSslContext.Current current = this.sslContext.latest();
		Handshake handshake = new Handshake(server, nameToVerify(server.host()));
		// JSSE looks for a session to resume by host and port. An invalid one, such as a
		// socket's is made, would deprive the driver of channel binding
		SSLEngine engine = current.sslContext().createSSLEngine(handshake.serverName(), this.engines.getAndIncrement());
		engine.setUseClientMode(true);
		engine.setSSLParameters(parameters(current.material(), direct));
		this.handshakes.put(engine, handshake);
		return new EngineHandshake(this, current.material().trust(), engine, handshake, direct);
	}

	void ended(SSLEngine engine) {
		this.handshakes.remove(engine);
	}

	private SSLParameters parameters(TlsMaterial material, boolean direct) {
		SSLParameters parameters = this.policy.parameters(material);
		if (direct) {
			ApplicationProtocol.announce(parameters);
		}
		return parameters;
	}

	/**
	 * Return whether a server's certificate may be revoked, which only the network can
	 * tell.
	 * @return whether revocation is checked
	 */
	boolean checksRevocation() {
		return this.policy.settings().revocationMode() != RevocationMode.NONE;
	}

	/**
	 * Return whether the driver's own verifier accepts the name of a server.
	 * @param host the host that was connected to
	 * @param session the session after its handshake
	 * @return whether it does, or whether the mode doesn't ask for it
	 */
	boolean isNameVerified(String host, SSLSession session) {
		return mode() != VerificationMode.VERIFY_FULL
				|| PGjdbcHostnameVerifier.INSTANCE.verify(canonical(nameToVerify(host)), session);
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

	RootCertificates trustedRoots() {
		return this.sslContext.latest().material().trust().roots();
	}

	/**
	 * A server was verified.
	 * @param session what was negotiated
	 * @param connection the connection
	 */
	void verified(NegotiatedSession session, VerifiedConnection connection) {
		tell(() -> this.listener.verified(session, connection));
	}

	/**
	 * A verified server has let the user in.
	 * @param server the server
	 */
	void loggedIn(ServerAddress server) {
		tell(() -> this.listener.loggedIn(server));
	}

	private static void tell(Runnable event) {
		try {
			event.run();
		}
		catch (RuntimeException ex) {
			logger.warn(UNREPORTED, ex);
		}
	}

	/**
	 * A connection couldn't be made.
	 * @param failure the reason
	 * @return the message of the exception that the application gets, or {@code null} for
	 * that of the failure
	 */
	@Nullable String failed(Exception failure) {
		try {
			return this.listener.failed(failure);
		}
		catch (RuntimeException ex) {
			// The driver tries the next host after an IOException only
			logger.warn(UNREPORTED, ex);
			return null;
		}
	}

	/**
	 * A cancel request couldn't be sent over verified TLS, so it wasn't sent.
	 * @param server the server
	 * @param failure the reason
	 */
	void cancelFailed(ServerAddress server, IOException failure) {
		if (this.cancelFailureLogged.compareAndSet(false, true)) {
			logger.warn(LogMessage.format("%s %s, so queries are not cancelled there", server,
					(failure instanceof TlsRefusedException) ? "refuses TLS for cancel requests"
							: "can't be verified for cancel requests (" + failure.getMessage() + ")"));
		}
	}

}

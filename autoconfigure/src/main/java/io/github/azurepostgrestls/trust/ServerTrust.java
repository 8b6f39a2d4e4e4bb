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

package io.github.azurepostgrestls.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import io.github.azurepostgrestls.certificate.CertificateProblem;
import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.certificate.LibpqHostNameMatcher;
import io.github.azurepostgrestls.certificate.PathVerifier;
import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.revocation.CertificateRevocationException;
import io.github.azurepostgrestls.revocation.RevocationCheck;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Verifies a server's chain against {@link RootCertificates}: immutable, built once and
 * shared by all connections that trust the same roots.
 * <p>
 * Two must agree: the {@link PathVerifier}, which knows libpq's rules and says which path
 * it found, and the JDK's trust manager, which decides as for any TLS client (usage,
 * algorithm constraints, host name). The first keeps its verdicts; the second decides
 * anew on every connection.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ServerTrust {

	private final RootCertificates roots;

	private final RevocationCheck revocation;

	private final InstantSource clock;

	private final VerifiedPaths verified = new VerifiedPaths();

	private final Supplier<X509ExtendedTrustManager> trustManager;

	/**
	 * Create a new {@link ServerTrust} instance.
	 * @param roots the roots to trust
	 * @param revocation how certificates are checked for revocation
	 * @param clock the time that certificates are judged by
	 */
	ServerTrust(RootCertificates roots, RevocationCheck revocation, InstantSource clock) {
		this.roots = roots;
		this.revocation = revocation;
		this.clock = clock;
		this.trustManager = SingletonSupplier.of(() -> pkixTrustManager(roots, clock));
	}

	private static X509ExtendedTrustManager pkixTrustManager(RootCertificates roots, InstantSource clock) {
		try {
			PKIXBuilderParameters parameters = new ClockedParameters(roots.anchors(), clock);
			parameters.setRevocationEnabled(false);
			TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
			factory.init(new CertPathTrustManagerParameters(parameters));
			for (TrustManager candidate : factory.getTrustManagers()) {
				if (candidate instanceof X509ExtendedTrustManager extended) {
					return extended;
				}
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't verify certificates", ex);
		}
		throw new IllegalStateException("This JVM has no PKIX trust manager");
	}

	/**
	 * Return the trusted roots.
	 * @return the roots
	 */
	public RootCertificates roots() {
		return this.roots;
	}

	/**
	 * Verify a server's chain for a TLS connection in its handshake, and the host name
	 * where the connection asks for endpoint identification.
	 * @param presented the chain as the server sent it, its own certificate first
	 * @param authType the key exchange algorithm
	 * @param socket the connection in its handshake
	 * @return the verified path
	 * @throws CertificateRefusedException if the server isn't trusted
	 * @throws CertificateRevocationException if a certificate is revoked, or nobody could
	 * tell
	 */
	public VerifiedPath verify(X509Certificate[] presented, String authType, Socket socket)
			throws CertificateRefusedException, CertificateRevocationException {
		VerifiedPath path = buildPath(presented);
		requireTrustedByJdk(presented, (jdk) -> jdk.checkServerTrusted(presented, authType, socket));
		if (socket instanceof SSLSocket connection) {
			requireHostName(presented[0], connection.getSSLParameters(), connection.getHandshakeSession());
		}
		requireNotRevoked(path);
		return path;
	}

	/**
	 * Verify a server's chain for a TLS connection in its handshake, as
	 * {@link #verify(X509Certificate[], String, Socket)} does, but without a check for
	 * revocation: the thread of an engine must not wait for the network.
	 * @param presented the chain as the server sent it, its own certificate first
	 * @param authType the key exchange algorithm
	 * @param engine the engine of the connection in its handshake
	 * @return the path, which is verified when {@link #requireNotRevoked(VerifiedPath)}
	 * accepts it
	 * @throws CertificateRefusedException if the server isn't trusted
	 */
	public VerifiedPath verify(X509Certificate[] presented, String authType, SSLEngine engine)
			throws CertificateRefusedException {
		VerifiedPath path = buildPath(presented);
		requireTrustedByJdk(presented, (jdk) -> jdk.checkServerTrusted(presented, authType, engine));
		requireHostName(presented[0], engine.getSSLParameters(), engine.getHandshakeSession());
		return path;
	}

	/**
	 * Require that no certificate of a path is revoked. This may wait for the network.
	 * @param path the path
	 * @throws CertificateRevocationException if a certificate is revoked, or nobody could
	 * tell
	 */
	public void requireNotRevoked(VerifiedPath path) throws CertificateRevocationException {
		this.revocation.require(path);
	}

	private static void requireHostName(X509Certificate certificate, SSLParameters parameters, SSLSession session)
			throws CertificateRefusedException {
		if (parameters.getEndpointIdentificationAlgorithm() != null) {
			LibpqHostNameMatcher.require(certificate, session.getPeerHost());
		}
	}

	private void requireTrustedByJdk(X509Certificate[] presented, JdkCheck check) throws CertificateRefusedException {
		try {
			check.check(this.trustManager.get());
		}
		catch (CertificateException ex) {
			throw new CertificateRefusedException(problemIn(ex), presented[0],
					"breaks a rule of this JVM: " + ex.getMessage(), ex);
		}
	}

	// JSSE looks at the names last, and has no exception type for what it finds; all
	// that it finds in a path is of a subclass
	private static CertificateProblem problemIn(CertificateException refusal) {
		if (refusal.getClass() == CertificateException.class) {
			return CertificateProblem.OTHER_HOST_NAME;
		}
		return (NestedExceptionUtils.getMostSpecificCause(refusal) instanceof CertPathValidatorException violation
				&& violation.getReason() == BasicReason.ALGORITHM_CONSTRAINED) ? CertificateProblem.FORBIDDEN_BY_JVM
						: CertificateProblem.RULE_BROKEN;
	}

	/**
	 * Build and verify the path from a server's certificate to a trusted root.
	 * @param presented the chain as the server sent it, its own certificate first
	 * @return the verified path
	 * @throws CertificateRefusedException if there is none
	 */
	public VerifiedPath buildPath(X509Certificate... presented) throws CertificateRefusedException {
		List<X509Certificate> chain = List.of(presented);
		Instant now = this.clock.instant();
		VerifiedPath known = this.verified.find(chain, now);
		if (known != null) {
			return known;
		}
		VerifiedPath path = PathVerifier.verify(chain, this.roots.authorities(), now);
		this.verified.keep(chain, path);
		return path;
	}

	/**
	 * What the JDK's trust manager is asked.
	 */
	@FunctionalInterface
	private interface JdkCheck {

		void check(X509ExtendedTrustManager trustManager) throws CertificateException;

	}

	/**
	 * Parameters of a trust manager that lives longer than one point in time.
	 */
	private static final class ClockedParameters extends PKIXBuilderParameters {

		private final InstantSource clock;

		ClockedParameters(Set<TrustAnchor> anchors, InstantSource clock) throws GeneralSecurityException {
			super(anchors, new X509CertSelector());
			this.clock = clock;
		}

		@Override
		public Date getDate() {
			return Date.from(this.clock.instant());
		}

	}

}

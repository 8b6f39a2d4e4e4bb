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
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.ServerTrust;
import io.github.azurepostgrestls.trust.TrustSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerTrustManager}.
 *
 * @author the azure-postgres-tls contributors
 */
class ServerTrustManagerTests {

	private final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	// As a JVM with "RSA keySize < 3072" in jdk.tls.disabledAlgorithms
	@Test
	void tellsAKeyThatTheJvmForbidsFromANameThatIsAmiss() throws Exception {
		Diagnosis diagnosis = Diagnosis.of(refusal("localhost"));
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.WEAK_CERTIFICATE);
		assertThat(diagnosis.description()).contains("too weak for this JVM");
	}

	// A second handshake on a connection, which TLS 1.2 allows the server to ask for
	@Test
	void verifiesNobodyOutsideTheHandshakeOfAConnection() throws Exception {
		ServerTrustManager trustManager = new ServerTrustManager(trust(), new ConcurrentHashMap<>());
		X509Certificate[] chain = this.authority.issue("localhost").chain().toArray(X509Certificate[]::new);
		try (Socket socket = new Socket()) {
			assertThatExceptionOfType(CertificateException.class)
				.isThrownBy(() -> trustManager.checkServerTrusted(chain, "UNKNOWN", socket))
				.withMessage("A server is verified only once, when a connection is made");
			assertThatExceptionOfType(CertificateException.class)
				.isThrownBy(() -> trustManager.checkClientTrusted(chain, "UNKNOWN", socket));
		}
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustManager.checkServerTrusted(chain, "UNKNOWN", engine))
			.withMessage("A server is verified only once, when a connection is made");
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustManager.checkServerTrusted(chain, "UNKNOWN"));
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustManager.checkClientTrusted(chain, "UNKNOWN", engine));
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustManager.checkClientTrusted(chain, "UNKNOWN"));
		assertThat(trustManager.getAcceptedIssuers()).isEmpty();
	}

	private Exception refusal(String name) throws Exception {
		Map<Object, Handshake> handshakes = new ConcurrentHashMap<>();
		Handshake handshake = new Handshake(new ServerAddress(name, 5432), name);
		SSLContext client = SSLContext.getInstance("TLS");
		client.init(null, new TrustManager[] { new ServerTrustManager(trust(), handshakes) }, null);
		try (SSLServerSocket server = listen(this.authority.issue(name))) {
			SSLSocket connection = (SSLSocket) client.getSocketFactory().createSocket(name, server.getLocalPort());
			try (connection) {
				handshakes.put(connection, handshake);
				SSLParameters parameters = connection.getSSLParameters();
				parameters.setEndpointIdentificationAlgorithm("HTTPS");
				parameters.setAlgorithmConstraints(new LongRsaKeys());
				connection.setSSLParameters(parameters);
				assertThatExceptionOfType(SSLException.class).isThrownBy(connection::startHandshake);
			}
		}
		return Objects.requireNonNull(handshake.refusal());
	}

	private ServerTrust trust() {
		TlsSettings settings = TestSettings.of(Map.of("root-certificates", this.authority.rootPem()));
		return new TrustSources(new DefaultResourceLoader(), () -> null).of(settings).current().trust();
	}

	private static SSLServerSocket listen(ServerCertificate certificate) throws Exception {
		SSLServerSocket server = (SSLServerSocket) JsseServer.contextOf(certificate)
			.getServerSocketFactory()
			.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> shakeHands(server));
		thread.setDaemon(true);
		thread.start();
		return server;
	}

	private static void shakeHands(SSLServerSocket server) {
		try (SSLSocket connection = (SSLSocket) server.accept()) {
			connection.startHandshake();
		}
		catch (IOException ex) {
			// The client refused
		}
	}

	private static final class LongRsaKeys implements AlgorithmConstraints {

		@Override
		public boolean permits(Set<CryptoPrimitive> primitives, String algorithm,
				@Nullable AlgorithmParameters parameters) {
			return true;
		}

		@Override
		public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
			return !(key instanceof RSAKey rsa) || rsa.getModulus().bitLength() >= 3072;
		}

		@Override
		public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, Key key,
				@Nullable AlgorithmParameters parameters) {
			return permits(primitives, key);
		}

	}

}

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
import java.util.Map;
import java.util.Properties;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ConnectionSecurity} and {@link ServerNameVerifier}.
 *
 * @author the azure-postgres-tls contributors
 */
class ConnectionSecurityTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerCertificate certificate = authority.issue("localhost", "db.example.com", "::1");

	private final TestSecurity full = new TestSecurity(authority);

	private final TestSecurity verifyCa = new TestSecurity(authority, Map.of("mode", "verify-ca"));

	@Test
	void isOnlyStrengthened() {
		assertThat(this.full.get().strengthened(VerificationMode.VERIFY_CA)).isSameAs(this.full.get());
		assertThat(this.full.get().strengthened(VerificationMode.VERIFY_FULL)).isSameAs(this.full.get());
		assertThat(this.verifyCa.get().strengthened(VerificationMode.VERIFY_CA)).isSameAs(this.verifyCa.get());
		assertThat(this.verifyCa.get().strengthened(VerificationMode.VERIFY_FULL).mode())
			.isEqualTo(VerificationMode.VERIFY_FULL);
		assertThat(this.verifyCa.get().mode()).isEqualTo(VerificationMode.VERIFY_CA);
	}

	@Test
	void verifiesWithTheSameTrustWhenStrengthened() throws Exception {
		ConnectionSecurity strengthened = this.verifyCa.get().strengthened(VerificationMode.VERIFY_FULL);
		try (GuardedPair pair = GuardedPair.direct(this.verifyCa)) {
			TlsPeer.serve(pair.server(), certificate, "postgresql");
			try (SSLSocket connection = strengthened.createLayeredSocket(pair.client(), "localhost")) {
				connection.startHandshake();
				assertThat(connection.getInputStream().read()).isEqualTo('!');
			}
		}
		assertThat(this.verifyCa.verified()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "db.example.com", "DB.EXAMPLE.COM", "[::1]", "[0:0:0:0:0:0:0:1]" })
	void findsTheNameAsTheDriverDoes(String host) throws Exception {
		SSLSession session = session();
		assertThat(this.full.get().isNameVerified(host, session)).isTrue();
		assertThatNoException().isThrownBy(() -> complete(handshake(host), session).requireVerified(this.full.get()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "other.example.com", "example.com", "[::2]", "[nobody]", "127.0.0.1" })
	void refusesAnotherNameUnlessOnlyTheChainIsVerified(String host) throws Exception {
		SSLSession session = session();
		assertThat(this.full.get().isNameVerified(host, session)).isFalse();
		assertThat(this.verifyCa.get().isNameVerified(host, session)).isTrue();
		Handshake handshake = handshake(host);
		assertThatExceptionOfType(SSLPeerUnverifiedException.class)
			.isThrownBy(() -> complete(handshake, session).requireVerified(this.full.get()))
			.withCauseInstanceOf(ServerCertificateRefusedException.class);
		assertThat(handshake.refusal()).isNotNull().satisfies((refusal) -> {
			assertThat(refusal).hasCauseInstanceOf(CertificateRefusedException.class);
			assertThat(refusal.getPresentedChain()).isEqualTo(certificate.chain());
			assertThat(refusal.getServerName()).isEqualTo(host);
		});
		assertThatNoException()
			.isThrownBy(() -> complete(handshake(host), session).requireVerified(this.verifyCa.get()));
	}

	@Test
	void letsTheDriverAskForTheConfiguredName() throws Exception {
		SSLSession session = session();
		TestSecurity named = new TestSecurity(authority, Map.of("server-name", "db.example.com"));
		assertThat(named.get().nameToVerify("10.0.0.1")).isEqualTo("db.example.com");
		assertThat(this.full.get().nameToVerify("10.0.0.1")).isEqualTo("10.0.0.1");
		assertThat(verifier(named).verify("10.0.0.1", session)).isTrue();
		assertThat(verifier(this.full).verify("10.0.0.1", session)).isFalse();
		assertThat(verifier(this.full).verify("db.example.com", session)).isTrue();
	}

	private static ServerNameVerifier verifier(TestSecurity security) throws Exception {
		try (Registration registration = ConnectionSecurityRegistry.register(security.get())) {
			Properties info = new Properties();
			info.setProperty("sslfactoryarg", registration.id());
			return new ServerNameVerifier(info);
		}
	}

	@Test
	void knowsNoChainOfAnUnverifiedSession() throws Exception {
		assertThat(CompleteHandshake.presentedChain(session())).isEqualTo(certificate.chain());
		try (Socket unconnected = SSLSocketFactory.getDefault().createSocket()) {
			SSLSession session = ((SSLSocket) unconnected).getSession();
			assertThat(CompleteHandshake.presentedChain(session)).isEmpty();
		}
	}

	@Test
	void demandsWhatIsConfiguredOfEachConnection() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.full)) {
			SSLSocket connection = this.full.get().createLayeredSocket(pair.client(), "localhost");
			assertThat(connection.getSSLParameters().getProtocols()).containsExactly("TLSv1.2", "TLSv1.3");
			assertThat(connection.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
			assertThat(connection.getSSLParameters().getAlgorithmConstraints())
				.isInstanceOf(MinimumStrengthConstraints.class);
		}
	}

	@Test
	void isNotMadeWithACipherSuiteThatNobodyKnows() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> new TestSecurity(authority, Map.of("cipher-suites", "TLS_SECRET")))
			.withMessageContaining("This JVM has no cipher suite of that name");
		assertThatNoException()
			.isThrownBy(() -> new TestSecurity(authority, Map.of("cipher-suites", "TLS_AES_256_GCM_SHA384")));
	}

	// As the driver's verifier gets it, after a handshake
	private SSLSession session() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.full)) {
			TlsPeer.serve(pair.server(), certificate, "postgresql");
			try (SSLSocket connection = pair.client().secure()) {
				assertThat(connection.getInputStream().read()).isEqualTo('!');
				return connection.getSession();
			}
		}
	}

	// The name is looked at last, so that a path must be there
	private static Handshake handshake(String host) {
		Handshake handshake = new Handshake(new ServerAddress(host, 5432), host);
		handshake.trusted(new VerifiedPath(certificate.chain()));
		return handshake;
	}

	private static CompleteHandshake complete(Handshake handshake, SSLSession session) {
		return new CompleteHandshake(handshake, session, null);
	}

}

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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.github.azurepostgrestls.certificate.CertificateRefusedException;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.UnprovenServerException.Missing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VerifiedSocket}.
 *
 * @author the azure-postgres-tls contributors
 */
class VerifiedSocketTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final ServerCertificate localhost = authority.issue("localhost");

	private final TestSecurity security = new TestSecurity(authority);

	// A resumed session would show no certificate, and rest on trust of former times
	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void verifiesTheCertificateOfEachConnectionAlthoughTheServerResumesSessions(String protocol) throws Exception {
		try (JsseServer server = new JsseServer(authority.issue("localhost"), protocol)) {
			for (int i = 0; i < 3; i++) {
				connect(this.security, server.port());
			}
		}
		assertThat(this.security.failed()).isEmpty();
		assertThat(this.security.verified()).hasSize(3)
			.allSatisfy((session) -> assertThat(session.protocol()).isEqualTo(protocol));
	}

	private static void connect(TestSecurity security, int port) throws Exception {
		try (GuardedSocket socket = new GuardedSocket(security.get(), false, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), port), 0);
			try (SSLSocket connection = socket.secure()) {
				assertThat(connection.getInputStream().read()).isEqualTo('!');
			}
		}
	}

	@Test
	void tellsWhatWasNegotiatedOnceTheServerIsVerified() throws Exception {
		Instant before = Instant.now();
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			CompletableFuture<byte[]> served = TlsPeer.serve(pair.server(), localhost, "postgresql");
			try (SSLSocket connection = pair.client().secure()) {
				assertThat(connection.getSession().isValid()).isFalse();
				assertThat(pair.client().elapsed()).isZero();
				assertThat(connection.getInputStream().read()).isEqualTo('!');
			}
			assertThat(served.join()).isEmpty();
			assertThat(this.security.verified()).singleElement().satisfies((session) -> {
				assertThat(session.server()).isEqualTo(new ServerAddress("localhost", pair.address().port()));
				assertThat(session.serverName()).isEqualTo("localhost");
				assertThat(session.protocol()).isEqualTo("TLSv1.3");
				assertThat(session.cipherSuite()).startsWith("TLS_");
				assertThat(session.path().certificates()).startsWith(localhost.leaf())
					.endsWith(authority.root())
					.hasSize(3);
				assertThat(session.handshakeAt()).isBetween(before, Instant.now());
				assertThat(session.handshakeTime()).isBetween(Duration.ofNanos(1),
						Duration.between(before, Instant.now()));
			});
		}
		assertThat(this.security.failed()).isEmpty();
	}

	@Test
	void refusesServerWithAnotherRoot() throws Exception {
		ServerCertificate foreign = TestCertificateAuthority.named("Foreign").issue("localhost");
		assertRefused(this.security, "localhost", foreign);
		assertThat(this.security.failed()).singleElement()
			.isInstanceOfSatisfying(ServerCertificateRefusedException.class, (ex) -> {
				assertThat(ex.getPresentedChain()).isEqualTo(foreign.chain());
				assertThat(ex.getServerName()).isEqualTo("localhost");
				assertThat(ex.getTrustedRoots().asList()).hasSize(1);
			});
	}

	@Test
	void refusesServerWithAnotherNameUnlessOnlyTheChainIsVerified() throws Exception {
		ServerCertificate other = authority.issue("other.example.com");
		assertRefused(this.security, "localhost", other);
		assertThat(this.security.failed()).singleElement()
			.isInstanceOfSatisfying(ServerCertificateRefusedException.class,
					(ex) -> assertThat(ex).hasCauseInstanceOf(CertificateRefusedException.class));
		TestSecurity verifyCa = new TestSecurity(authority, Map.of("mode", "verify-ca"));
		shakeHands(verifyCa, "localhost", other);
		assertThat(verifyCa.verified()).hasSize(1);
	}

	@Test
	void verifiesTheConfiguredNameInsteadOfTheHost() throws Exception {
		TestSecurity named = new TestSecurity(authority, Map.of("server-name", "db.example.com"));
		shakeHands(named, "localhost", authority.issue("db.example.com"));
		assertThat(named.verified()).singleElement().satisfies((session) -> {
			assertThat(session.server().host()).isEqualTo("localhost");
			assertThat(session.serverName()).isEqualTo("db.example.com");
		});
		assertRefused(named, "localhost", localhost);
	}

	// A wildcard for the end of a label: JSSE and the driver accept it
	@Test
	void refusesServerWhoseNameOnlyLibpqRefuses() throws Exception {
		TestSecurity named = new TestSecurity(authority, Map.of("server-name", "demo.example.com"));
		assertRefused(named, "localhost", authority.issue("*emo.example.com"));
		assertThat(named.failed()).singleElement()
			.satisfies((ex) -> assertThat(ex.getMessage())
				.contains("has no name that libpq would take for demo.example.com"));
	}

	@Test
	void refusesServerWhoseRevocationIsUnknownWhereItMustBeKnown() throws Exception {
		TestSecurity hardFail = new TestSecurity(authority, Map.of("revocation.mode", "hard-fail"));
		assertRefused(hardFail, "localhost", localhost);
		assertThat(hardFail.failed()).singleElement().isInstanceOf(ServerCertificateRefusedException.class);
	}

	// The driver compares the text of addresses, JSSE their bytes
	@Test
	void refusesServerWhoseNameOnlyJsseAccepts() throws Exception {
		TestSecurity named = new TestSecurity(authority, Map.of("server-name", "127.1"));
		assertRefused(named, "localhost", authority.issue("127.0.0.1"));
		assertThat(named.failed()).singleElement()
			.isInstanceOfSatisfying(ServerCertificateRefusedException.class,
					(ex) -> assertThat(ex.getMessage()).contains("has no name that the driver's verifier accepts"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "http/1.1" })
	void refusesServerThatChoosesNoPostgresWhereTlsIsDirect(String protocol) throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			TlsPeer.serve(pair.server(), localhost, protocol);
			assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(() -> pair.client().secure());
			assertThat(pair.client().isClosed()).isTrue();
		}
		assertThat(this.security.verified()).isEmpty();
		assertThat(this.security.failed()).singleElement();
	}

	// As an SSLContext without the trust manager that verifies
	@Test
	void refusesServerThatNobodyVerified() throws Exception {
		try (GuardedPair pair = GuardedPair.direct(this.security)) {
			TlsPeer.serve(pair.server(), localhost, "postgresql");
			Map<Object, Handshake> handshakes = new ConcurrentHashMap<>();
			SSLContext other = SSLContext.getInstance("TLS");
			other.init(null, new TrustManager[] { authority.rootBundle().toTrustManager() }, null);
			SSLSocket engine = pair.client().layer(other.getSocketFactory(), "localhost");
			VerifiedSocket socket = new VerifiedSocket(this.security.get(), pair.client(), engine, handshakes);
			assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(socket::startHandshake)
				.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(UnprovenServerException.class,
						(cause) -> assertThat(cause.getMissing()).isEqualTo(Missing.CERTIFICATE)));
			assertThat(pair.client().isClosed()).isTrue();
			assertThat(handshakes).isEmpty();
		}
		assertThat(this.security.verified()).isEmpty();
	}

	@Test
	void connectsAlthoughTheListenerFails() throws Exception {
		ConnectionSecurity broken = new ConnectionSecurity(this.security.settings(), this.security.trust(),
				new BrokenListener());
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = new GuardedSocket(broken, true, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress("localhost", listener.getLocalPort()), 0);
			TlsPeer.serve(listener.accept(), localhost, "postgresql");
			assertThat(socket.secure().isClosed()).isFalse();
		}
	}

	private static void assertRefused(TestSecurity security, String host, ServerCertificate certificate)
			throws Exception {
		int verified = security.verified().size();
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> shakeHands(security, host, certificate));
		assertThat(security.verified()).hasSize(verified);
	}

	private static void shakeHands(TestSecurity security, String host, ServerCertificate certificate) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				GuardedSocket socket = new GuardedSocket(security.get(), true, Duration.ofSeconds(10))) {
			socket.connect(new InetSocketAddress(host, listener.getLocalPort()), 0);
			TlsPeer.serve(listener.accept(), certificate, "postgresql");
			try (SSLSocket connection = socket.secure()) {
				assertThat(connection.getInputStream().read()).isEqualTo('!');
			}
			finally {
				assertThat(socket.isClosed()).isTrue();
			}
		}
	}

	private static final class BrokenListener implements HandshakeListener {

		@Override
		public void verified(NegotiatedSession session, VerifiedConnection connection) {
			throw new IllegalStateException("broken");
		}

		@Override
		public @Nullable String failed(Exception failure) {
			return null;
		}

	}

}

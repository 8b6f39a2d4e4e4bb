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

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EngineHandshake}.
 *
 * @author the azure-postgres-tls contributors
 */
class EngineHandshakeTests {

	private static final ServerAddress SERVER = new ServerAddress("db.example.com", 5432);

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final TestSecurity security = new TestSecurity(authority);

	@Test
	void verifiesServerAndKeepsItsSessionValid() throws Exception {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		shakeHands(handshake.engine(), authority.issue("db.example.com"), null);
		NegotiatedSession session = handshake.requireVerified();
		assertThat(session.server()).isEqualTo(SERVER);
		assertThat(session.serverName()).isEqualTo("db.example.com");
		assertThat(session.protocol()).isEqualTo("TLSv1.3");
		assertThat(handshake.server()).isEqualTo(SERVER);
		assertThat(handshake.isDirect()).isFalse();
		assertThat(handshake.checksRevocation()).isFalse();
		assertThat(handshake.engine().getSession().isValid()).as("for channel binding").isTrue();
		assertThat(this.security.verified()).as("not before it is used").isEmpty();
		handshake.verified(session, (action) -> {
		});
		assertThat(this.security.verified()).containsExactly(session);
	}

	@Test
	void resumesNoSession() throws Exception {
		ServerCertificate certificate = authority.issue("db.example.com");
		for (int i = 0; i < 3; i++) {
			EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
			shakeHands(handshake.engine(), certificate, null);
			assertThat(handshake.requireVerified()).isNotNull();
			handshake.end();
		}
	}

	@Test
	void refusesAnotherNameUnlessOnlyTheChainIsVerified() throws Exception {
		ServerCertificate certificate = authority.issue("other.example.com");
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		SSLException thrown = refused(handshake.engine(), certificate);
		assertThat(handshake.handshakeFailed(thrown)).isSameAs(thrown);
		assertThat(this.security.failed()).singleElement().isInstanceOf(ServerCertificateRefusedException.class);
		TestSecurity verifyCa = new TestSecurity(authority, Map.of("mode", "verify-ca"));
		EngineHandshake lax = verifyCa.get().createEngine(SERVER, false);
		shakeHands(lax.engine(), certificate, null);
		assertThat(lax.requireVerified()).isNotNull();
	}

	@Test
	void refusesAnotherRoot() {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		SSLException thrown = refused(handshake.engine(),
				TestCertificateAuthority.named("Rogue Root").issue("db.example.com"));
		handshake.handshakeFailed(thrown);
		handshake.handshakeFailed(thrown);
		assertThat(this.security.failed()).as("once")
			.singleElement()
			.isInstanceOf(ServerCertificateRefusedException.class);
	}

	@Test
	void demandsTheProtocolOfDirectNegotiation() throws Exception {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, true);
		assertThat(handshake.isDirect()).isTrue();
		shakeHands(handshake.engine(), authority.issue("db.example.com"), "postgresql");
		assertThat(handshake.requireVerified()).isNotNull();
		EngineHandshake without = this.security.get().createEngine(SERVER, true);
		shakeHands(without.engine(), authority.issue("db.example.com"), null);
		assertThatExceptionOfType(UnprovenServerException.class).isThrownBy(without::requireVerified);
	}

	@Test
	void verifiesNobodyAfterItsEnd() {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		handshake.end();
		assertThat(refused(handshake.engine(), authority.issue("db.example.com")))
			.hasStackTraceContaining("A server is verified only once");
	}

	@Test
	void asksWhetherTheCertificateIsRevoked() throws Exception {
		TestSecurity strict = new TestSecurity(authority, Map.of("revocation.mode", "hard-fail"));
		EngineHandshake handshake = strict.get().createEngine(SERVER, false);
		shakeHands(handshake.engine(), authority.issue("db.example.com"), null);
		assertThat(handshake.checksRevocation()).isTrue();
		assertThatExceptionOfType(SSLException.class).isThrownBy(handshake::requireVerified)
			.withCauseInstanceOf(ServerCertificateRefusedException.class);
	}

	@Test
	void isUnprovenBeforeTheHandshake() {
		assertThatExceptionOfType(UnprovenServerException.class)
			.isThrownBy(this.security.get().createEngine(SERVER, false)::requireVerified);
	}

	@Test
	void reportsWhatWentWrong() {
		assertReported(ServerUnreachableException.class,
				(handshake) -> handshake.unreachable(new SocketException("reset")));
		assertReported(PlaintextRefusedException.class, EngineHandshake::plaintextRefused);
		assertReported(TlsRefusedException.class, (handshake) -> {
			handshake.received(new byte[] { 'N' });
			assertThat(handshake.isAgreed()).isFalse();
			return handshake.refused();
		});
		assertReported(HandshakeFailedException.class, (handshake) -> handshake.handshakeFailed(new EOFException()));
		assertReported(HandshakeFailedException.class,
				(handshake) -> handshake.handshakeFailed(new IllegalStateException()));
		assertReported(ConnectionTimedOutException.class,
				(handshake) -> handshake.timedOut(ConnectionStage.LOGIN, Duration.ofSeconds(1)));
		TestSecurity unresolved = new TestSecurity(authority);
		UnknownHostException unknown = new UnknownHostException("db.example.com");
		assertThat(unresolved.get().unresolved(SERVER, unknown)).isSameAs(unknown);
		assertThat(unresolved.failed()).singleElement().isInstanceOf(ServerUnreachableException.class);
	}

	private static void assertReported(Class<? extends Exception> type, Attempt attempt) {
		TestSecurity security = new TestSecurity(authority);
		assertThat(attempt.fail(security.get().createEngine(SERVER, false))).isInstanceOf(IOException.class);
		assertThat(security.failed()).singleElement().isInstanceOf(type);
	}

	@Test
	void agreesOnALoneAnswerOnly() {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		handshake.received(new byte[] { 'S' });
		assertThat(handshake.isAgreed()).isTrue();
		handshake.received(new byte[] { 22 });
		assertThat(handshake.isAgreed()).isFalse();
	}

	@Test
	void followsTheLogin() {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		handshake.receivedMessages(message('R', new byte[] { 0, 0, 0, 10, 'S' }));
		assertThat(handshake.isClientsTurn()).isTrue();
		handshake.sentMessages();
		assertThat(handshake.isClientsTurn()).isFalse();
		handshake.receivedMessages(message('R', new byte[] { 0, 0, 0, 12 }));
		handshake.receivedMessages(message('R', new byte[] { 0, 0, 0, 0 }));
		assertThat(handshake.isClientsTurn()).isFalse();
		assertThat(handshake.isLoggingIn()).isTrue();
		handshake.receivedMessages(message('Z', new byte[] { 'I' }));
		assertThat(handshake.isLoggingIn()).isFalse();
		assertThat(handshake.isLoginRefused()).isFalse();
	}

	@Test
	void reportsARefusedLogin() {
		EngineHandshake handshake = this.security.get().createEngine(SERVER, false);
		handshake.receivedMessages(message('E', "SFATAL\0C28P01\0Mno\0\0".getBytes(StandardCharsets.US_ASCII)));
		assertThat(handshake.isLoginRefused()).isTrue();
		assertThat(this.security.failed()).singleElement().isInstanceOf(LoginRefusedException.class);
	}

	private static ByteBuffer message(char type, byte[] content) {
		return ByteBuffer.allocate(5 + content.length).put((byte) type).putInt(4 + content.length).put(content).flip();
	}

	private static SSLException refused(SSLEngine client, ServerCertificate certificate) {
		try {
			shakeHands(client, certificate, null);
		}
		catch (SSLException ex) {
			return ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		throw new AssertionError("The handshake succeeded");
	}

	private static void shakeHands(SSLEngine client, ServerCertificate certificate, @Nullable String protocol)
			throws Exception {
		SSLEngine server = JsseServer.contextOf(certificate).createSSLEngine();
		server.setUseClientMode(false);
		if (protocol != null) {
			SSLParameters parameters = server.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { protocol });
			server.setSSLParameters(parameters);
		}
		ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
		ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
		client.beginHandshake();
		for (int i = 0; i < 50 && isHandshaking(client, server); i++) {
			step(client, toServer, toClient);
			step(server, toClient, toServer);
		}
	}

	private static boolean isHandshaking(SSLEngine client, SSLEngine server) {
		return client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
				|| server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
	}

	private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
		engine.wrap(ByteBuffer.allocate(0), out);
		in.flip();
		while (in.hasRemaining()) {
			engine.unwrap(in, ByteBuffer.allocate(32 * 1024));
			for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
				task.run();
			}
			if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
				break;
			}
		}
		in.compact();
	}

	@FunctionalInterface
	private interface Attempt {

		IOException fail(EngineHandshake handshake);

	}

}

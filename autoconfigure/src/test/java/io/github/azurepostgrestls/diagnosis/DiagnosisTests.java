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

package io.github.azurepostgrestls.diagnosis;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.SecuredContextRunner;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RefusingServer;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Diagnosis}: what a real server does wrong, and what is said of it.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class DiagnosisTests {

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	DiagnosisTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = SecuredContextRunner.on(server)
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500");
	}

	@Test
	void namesTheExpiredCertificate() throws Exception {
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		this.server.present(this.server.authority()
			.issue((builder) -> builder.notBefore(yesterday.minus(Duration.ofDays(9))).notAfter(yesterday),
					AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.CERTIFICATE_EXPIRED);
		assertThat(diagnosis.description()).contains("'CN=" + AzureHosts.SERVER + "'", "expired at",
				"1 day ago by this machine's clock");
	}

	@Test
	void namesTheCertificateThatIsNotYetValid() throws Exception {
		Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
		this.server.present(this.server.authority()
			.issue((builder) -> builder.notBefore(tomorrow).notAfter(tomorrow.plus(Duration.ofDays(9))),
					AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.CERTIFICATE_NOT_YET_VALID);
		assertThat(diagnosis.description()).contains("is not valid before", "by this machine's clock");
	}

	@Test
	void namesTheIssuerThatTheServerDidNotSend() throws Exception {
		this.server.present(this.server.certificate().withoutIntermediate());
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.INCOMPLETE_CHAIN);
		assertThat(diagnosis.description())
			.contains(this.server.authority().intermediate().getSubjectX500Principal().getName());
		assertThat(diagnosis.presentedChain()).containsExactly(this.server.certificate().leaf());
	}

	@Test
	void namesTheIssuerWhenTheServerSentAnother() throws Exception {
		X509Certificate another = TestCertificateAuthority.named("Another Root").intermediate();
		this.server.present(this.server.certificate().withoutIntermediate().followedBy(another));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.INCOMPLETE_CHAIN);
		assertThat(diagnosis.description())
			.contains(this.server.certificate().leaf().getIssuerX500Principal().getName());
	}

	@Test
	void mindsNoExpiredCertificateBesideThePath() throws Exception {
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		X509Certificate beside = this.server.authority()
			.issue((builder) -> builder.notBefore(yesterday.minus(Duration.ofDays(9))).notAfter(yesterday), "beside")
			.leaf();
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER).followedBy(beside));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT);
	}

	@Test
	void namesAzuresCrossSignedCertificateWhenThatIsMissing() throws Exception {
		TestCertificateAuthority azure = TestCertificateAuthority
			.withRoot("CN=Microsoft TLS RSA Root G2,O=Microsoft Corporation,C=US");
		this.server.present(azure.issue(AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.INCOMPLETE_CHAIN);
		assertThat(diagnosis.description()).contains("cross-signed", "Microsoft TLS RSA Root G2");
		assertThat(diagnosis.action()).contains("classpath:azure-postgres-tls/microsoft-tls-rsa-root-g2.pem");
	}

	@Test
	void tellsAnotherRootOfTheSameName(@TempDir Path directory) throws Exception {
		Path file = this.server.authority().writeRootPem(directory);
		this.server.present(TestCertificateAuthority.azureLike().issue(AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose("azure.postgres.tls.root-certificates=" + file);
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT);
		assertThat(diagnosis.description()).contains("their keys differ", file.toString());
	}

	@Test
	void namesTheRuleThatACertificateBreaks() throws Exception {
		this.server.present(this.server.authority()
			.issue((builder) -> builder.addExtensionOctetString("1.3.6.1.4.1.99999.1", true, new byte[] { 5, 0 }),
					AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.HANDSHAKE_FAILED);
		assertThat(diagnosis.description()).contains("breaks a rule", "critical extension");
	}

	@Test
	void suggestsTheNameForAnAddress() throws Exception {
		this.server.present(this.server.authority().issue(AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose("spring.datasource.url=" + this.server.jdbcUrl("127.0.0.1"));
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH);
		assertThat(diagnosis.action()).contains("instead of its IP address, '" + AzureHosts.SERVER + "'",
				"azure.postgres.tls.server-name");
	}

	@Test
	void suggestsToCorrectTheServerNameThatTheCertificateDoesNotHave() throws Exception {
		this.server.present(this.server.authority().issue(AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose("spring.datasource.url=" + this.server.jdbcUrl("127.0.0.1"),
				"azure.postgres.tls.server-name=wrong.example.com");
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH);
		assertThat(diagnosis.description()).contains("The certificate that 127.0.0.1:" + this.server.port(),
				"'wrong.example.com'");
		assertThat(diagnosis.action()).isEqualTo(
				"Correct azure.postgres.tls.server-name: the certificate names '%s'.".formatted(AzureHosts.SERVER));
	}

	@Test
	void suggestsTheServerNameForAnAlias() throws Exception {
		this.server.present(this.server.authority().issue("*.postgres.database.azure.com"));
		Diagnosis diagnosis = diagnose("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.PRIVATE_ALIAS));
		assertThat(diagnosis.action()).contains("set azure.postgres.tls.server-name to its name",
				"'<server>.postgres.database.azure.com'");
	}

	@Test
	void suggestsThePublicNameForThatOfAPrivateEndpoint() {
		Diagnosis diagnosis = diagnose(
				"spring.datasource.url=" + this.server.jdbcUrl("mydemoserver.privatelink.postgres.database.azure.com"));
		assertThat(diagnosis.action()).contains("'" + AzureHosts.SERVER + "'", "private endpoint");
	}

	@Test
	void tellsTheFirewallFromTls() {
		Diagnosis diagnosis = diagnose("spring.datasource.username=stranger");
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.CLIENT_NOT_ALLOWED);
		assertThat(diagnosis.description()).contains("pg_hba.conf").doesNotContain("stranger");
		assertThat(diagnosis.action()).contains("Networking");
	}

	@ParameterizedTest
	@CsvSource({ "N,SERVER_REFUSED_TLS,doesn't speak TLS", "E,SERVER_REFUSED_TLS,error message",
			"H,SERVER_REFUSED_TLS,no PostgreSQL server" })
	void tellsWhatTheServerAnsweredInsteadOfTls(char answer, FailureReason reason, String description)
			throws Exception {
		try (RefusingServer refusing = new RefusingServer(answer)) {
			Diagnosis diagnosis = diagnose(
					"spring.datasource.url=jdbc:postgresql://%s:%d/app".formatted(AzureHosts.SERVER, refusing.port()));
			assertThat(diagnosis.reason()).isEqualTo(reason);
			assertThat(diagnosis.description()).contains(AzureHosts.SERVER + ":" + refusing.port(), description);
		}
	}

	@Test
	void namesTheRootThatIsNotTrusted() throws Exception {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT);
		assertThat(diagnosis.description()).contains("'CN=Rogue Root'",
				this.server.authority().root().getSubjectX500Principal().getName());
	}

	@Test
	void namesTheCertificateThatIsTooWeak() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		this.server.present(this.server.authority()
			.issue((builder) -> builder.keyPair(generator.generateKeyPair()), AzureHosts.SERVER));
		Diagnosis diagnosis = diagnose();
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.WEAK_CERTIFICATE);
		assertThat(diagnosis.description()).contains("an RSA key of 1024 bits", "'CN=" + AzureHosts.SERVER + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { AzureHosts.WRITER, AzureHosts.READER, AzureHosts.PRIVATE_ALIAS })
	void wildcardCoversOneLabelOnly(String host) throws Exception {
		this.server.present(this.server.authority().issue("*.postgres.database.azure.com"));
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getConnection().isValid(1)).isTrue());
		Diagnosis diagnosis = diagnose("spring.datasource.url=" + this.server.jdbcUrl(host));
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.HOSTNAME_MISMATCH);
		assertThat(diagnosis.description()).contains("'" + host + "'", "'*.postgres.database.azure.com'");
	}

	@Test
	void tellsProtocolThatIsTooOld() throws Exception {
		this.server.set("ssl_max_protocol_version", "'TLSv1.2'");
		assertThat(diagnose("azure.postgres.tls.minimum-protocol=TLSv1.3").reason())
			.isEqualTo(FailureReason.PROTOCOL_TOO_OLD);
	}

	@Test
	void tellsThatNoCipherSuiteIsInCommon() throws Exception {
		this.server.set("ssl_max_protocol_version", "'TLSv1.2'");
		this.server.set("ssl_ciphers", "'ECDHE-RSA-AES256-GCM-SHA384'");
		assertThat(diagnose("azure.postgres.tls.cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").reason())
			.isEqualTo(FailureReason.HANDSHAKE_FAILED);
	}

	@Test
	void tellsLoginFromTls() {
		Diagnosis diagnosis = diagnose("spring.datasource.password=wrong");
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.LOGIN_REFUSED);
		assertThat(diagnosis.description()).contains("28P01");
	}

	@Test
	void tellsUnknownHost() {
		Diagnosis diagnosis = diagnose("spring.datasource.url=jdbc:postgresql://nowhere.example.com/app");
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.CONNECTION_FAILED);
		assertThat(diagnosis.description()).contains("'nowhere.example.com' has no address");
	}

	@Test
	void tellsAnAuthenticationPluginFromTheServer() {
		Diagnosis diagnosis = diagnose("spring.datasource.url=%s?authenticationPluginClassName=%s"
			.formatted(this.server.jdbcUrl(AzureHosts.SERVER), UnreachableTokenIssuer.class.getName()));
		assertThat(diagnosis.reason()).isEqualTo(FailureReason.CONNECTION_FAILED);
		assertThat(diagnosis.description()).contains("authentication plugin", "UnknownHostException");
	}

	@Test
	void namesTheServerThatDoesNotAnswer() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Diagnosis diagnosis = diagnose("spring.datasource.url=jdbc:postgresql://%s:%d/app?connectTimeout=1"
				.formatted(AzureHosts.SERVER, silent.getLocalPort()));
			assertThat(diagnosis.reason()).isEqualTo(FailureReason.CONNECTION_TIMED_OUT);
			assertThat(diagnosis.description())
				.startsWith("%s:%d accepted the TCP connection but didn't answer the SSLRequest"
					.formatted(AzureHosts.SERVER, silent.getLocalPort()));
		}
	}

	@Test
	void namesTheServerThatRefusesConnections() throws Exception {
		int closedPort;
		try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			closedPort = closed.getLocalPort();
		}
		SQLException failure = fail(
				"spring.datasource.url=jdbc:postgresql://%s:%d/app".formatted(AzureHosts.SERVER, closedPort));
		assertThat(Diagnosis.of(failure).description()).contains(AzureHosts.SERVER + ":" + closedPort,
				"the connection was refused");
		assertThat((Throwable) failure).hasRootCauseInstanceOf(ConnectException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tellsAHandshakeThatBrokeOffFromOneThatWasRefused(boolean closes) throws Exception {
		try (RefusingServer agreeing = closes ? new RefusingServer('S') : RefusingServer.thatFallsSilentAfter('S')) {
			Diagnosis diagnosis = diagnose("spring.datasource.url=jdbc:postgresql://%s:%d/app?connectTimeout=1"
				.formatted(AzureHosts.SERVER, agreeing.port()));
			assertThat(diagnosis.reason())
				.isEqualTo(closes ? FailureReason.CONNECTION_FAILED : FailureReason.CONNECTION_TIMED_OUT);
			assertThat(diagnosis.description())
				.contains(closes ? "closed the connection" : "didn't complete the TLS handshake");
		}
	}

	private Diagnosis diagnose(String... properties) {
		return Diagnosis.of(fail(properties));
	}

	private SQLException fail(String... properties) {
		List<SQLException> failures = new ArrayList<>();
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(HikariDataSource.class).getConnection())
				.satisfies(failures::add));
		return failures.get(0);
	}

	/**
	 * Asks for a token where nobody answers, as without a network.
	 */
	public static final class UnreachableTokenIssuer implements AuthenticationPlugin {

		@Override
		public char[] getPassword(AuthenticationRequestType type) throws PSQLException {
			throw new PSQLException("Unable to get a token", PSQLState.CONNECTION_FAILURE,
					new UnknownHostException("login.example.com"));
		}

	}

}

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

package io.github.azurepostgrestls.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Certificates that are revoked, or of which nobody says whether they are.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class RevocationTests {

	// Nobody listens there
	private static final URI UNREACHABLE = URI.create("http://127.0.0.1:1/");

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	RevocationTests(TlsPostgres server) throws Exception {
		this.server = server;
		RevocationServer.getInstance().register(server.authority().rootBundle());
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	@ParameterizedTest
	@ValueSource(strings = { "soft-fail", "hard-fail" })
	void distributionPointSaysWhetherACertificateIsRevoked(String mode) throws Exception {
		RevocationServer lists = RevocationServer.getInstance();
		URI uri = lists.getCrlUri(this.server.authority().rootBundle());
		present((certificate) -> certificate.addCrlDistributionPoint(uri));
		accepts(mode);
		X509Bundle revoked = present((certificate) -> certificate.addCrlDistributionPoint(uri));
		lists.revoke(revoked, Instant.now());
		refuses(mode, FailureReason.CERTIFICATE_REVOKED, "is revoked since");
	}

	@Test
	void unreachableDistributionPointIsAQuestionOfTheMode() throws Exception {
		present((certificate) -> certificate.addCrlDistributionPoint(UNREACHABLE));
		accepts("none");
		accepts("soft-fail");
		refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "It can't be found out whether the certificate");
	}

	@Test
	void certificateThatPointsNowhereIsAQuestionOfTheMode() throws Exception {
		present((certificate) -> {
		});
		accepts("none");
		accepts("soft-fail");
		refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "revocation.crl-locations");
	}

	@ParameterizedTest
	@ValueSource(strings = { "soft-fail", "hard-fail" })
	void responderSaysThatACertificateIsGood(String mode) throws Exception {
		try (OcspResponder responder = OcspResponder.answering(this.server.authority().rootBundle(),
				CertificateStatus.GOOD)) {
			present(namingResponder(responder.uri()));
			accepts(mode);
			assertThat(responder.requests()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "soft-fail", "hard-fail" })
	void responderSaysThatACertificateIsRevoked(String mode) throws Exception {
		Instant since = Instant.now().minus(Duration.ofDays(3));
		try (OcspResponder responder = OcspResponder.answering(this.server.authority().rootBundle(),
				new RevokedStatus(Date.from(since), CRLReason.keyCompromise))) {
			present(namingResponder(responder.uri()));
			refuses(mode, FailureReason.CERTIFICATE_REVOKED, "KEY_COMPROMISE");
		}
	}

	@Test
	void responderThatDoesNotKnowTheCertificateIsAQuestionOfTheMode() throws Exception {
		try (OcspResponder responder = OcspResponder.answering(this.server.authority().rootBundle(),
				new UnknownStatus())) {
			present(namingResponder(responder.uri()));
			accepts("soft-fail");
			refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "can't be found out");
		}
	}

	@Test
	void answerOfAnotherAuthorityDoesNotCount() throws Exception {
		try (OcspResponder responder = OcspResponder.answering(TestCertificateAuthority.azureLike().rootBundle(),
				CertificateStatus.GOOD)) {
			present(namingResponder(responder.uri()));
			refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "can't be found out");
		}
	}

	@Test
	void nonsenseIsNoAnswer() throws Exception {
		try (OcspResponder responder = OcspResponder.talkingNonsense()) {
			present(namingResponder(responder.uri()));
			accepts("soft-fail");
			refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "can't be found out");
		}
	}

	@Tag("long")
	@Test
	void silentResponderIsNotWaitedForAndAskedOnce() throws Exception {
		try (OcspResponder responder = OcspResponder.silent()) {
			present(namingResponder(responder.uri()));
			with("soft-fail").run((context) -> {
				connectAtOnce(context, 8);
				connectAtOnce(context, 8);
				assertThat(responder.requests()).isEqualTo(1);
			});
			refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "no answer within");
		}
	}

	// All connections share one event loop, which must not wait for a responder
	@Tag("long")
	@Test
	void eventLoopOfR2dbcDoesNotWaitForAResponder() throws Exception {
		try (OcspResponder responder = OcspResponder.silent()) {
			present((certificate) -> {
			});
			r2dbc("soft-fail").run((context) -> {
				ConnectionFactory connectionFactory = context.getBean(ConnectionFactory.class);
				io.r2dbc.spi.Connection open = Mono.from(connectionFactory.create()).block();
				present(namingResponder(responder.uri()));
				CompletableFuture<?> waiting = Mono.from(connectionFactory.create()).toFuture();
				Awaitility.await().until(() -> responder.requests() == 1);
				Flux.from(open.createStatement("select 1").execute()).flatMap(Result::getRowsUpdated).blockLast();
				assertThat(waiting).isNotDone();
				assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
			});
		}
	}

	@Test
	void r2dbcKnowsOfAServerThatClosesWhileRevocationIsChecked() throws Exception {
		try (OcspResponder responder = OcspResponder.silent()) {
			present(namingResponder(responder.uri()));
			this.server.set("authentication_timeout", "'1s'");
			r2dbc("soft-fail").run((context) -> {
				CompletableFuture<?> waiting = Mono.from(context.getBean(ConnectionFactory.class).create()).toFuture();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
					.havingRootCause()
					.withMessageContaining("(CONNECTION_FAILED)");
			});
		}
	}

	@Test
	void r2dbcRefusesACertificateThatIsRevoked() throws Exception {
		try (OcspResponder responder = OcspResponder.answering(this.server.authority().rootBundle(),
				new RevokedStatus(new Date(), CRLReason.keyCompromise))) {
			present(namingResponder(responder.uri()));
			r2dbc("hard-fail").run((context) -> assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> Mono.from(context.getBean(ConnectionFactory.class).create()).block())
				.havingRootCause()
				.withMessageContaining("(CERTIFICATE_REVOKED)")
				.withMessageContaining("KEY_COMPROMISE"));
		}
	}

	private ApplicationContextRunner r2dbc(String mode) {
		LoopResources oneEventLoop = LoopResources.create("one", 1, true);
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
			.withBean(ConnectionFactoryOptionsBuilderCustomizer.class,
					() -> (options) -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, oneEventLoop))
			.withPropertyValues("azure.postgres.tls.revocation.mode=" + mode, "spring.r2dbc.pool.enabled=false",
					"spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:%d/%s".formatted(this.server.port(),
							TlsPostgres.DATABASE),
					"spring.r2dbc.username=" + TlsPostgres.USER, "spring.r2dbc.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER,
					"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem());
	}

	@Test
	void intermediateIsCheckedToo() throws Exception {
		this.server.present(this.server.authority().issue(AzureHosts.SERVER));
		refuses("hard-fail", FailureReason.REVOCATION_UNKNOWN, "'CN=");
	}

	@Test
	void listsThatWouldNotBeReadStopTheStart(@TempDir Path directory) throws Exception {
		Path list = Files.writeString(directory.resolve("list.pem"), "");
		this.contextRunner.withPropertyValues("azure.postgres.tls.revocation.crl-locations=" + list)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("These lists would never be read"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n" })
	void listsThatCannotBeReadStopTheStart(String content, @TempDir Path directory) throws Exception {
		Path list = Files.writeString(directory.resolve("list.pem"), content);
		with("hard-fail").withPropertyValues("azure.postgres.tls.revocation.crl-locations=" + list)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Property 'azure.postgres.tls.revocation.crl-locations[0]'"));
	}

	private static Consumer<CertificateBuilder> namingResponder(URI responder) {
		return (certificate) -> {
			try {
				certificate.addExtensionOctetString(Extension.authorityInfoAccess.getId(), false,
						new AuthorityInformationAccess(AccessDescription.id_ad_ocsp,
								new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString()))
							.getEncoded());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	// By the root itself, so that this is the only certificate in question
	private X509Bundle present(Consumer<CertificateBuilder> customizer) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().rsa2048()
			.subject("CN=" + AzureHosts.SERVER)
			.addSanDnsName(AzureHosts.SERVER)
			.setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
			.addExtendedKeyUsageServerAuth()
			.notBefore(Instant.now().minus(Duration.ofDays(9)))
			.notAfter(Instant.now().plus(Duration.ofDays(9)));
		customizer.accept(builder);
		X509Bundle bundle = builder.buildIssuedBy(this.server.authority().rootBundle());
		this.server.present(new ServerCertificate(bundle.getCertificatePathList(), bundle.getRootCertificate(),
				bundle.getKeyPair()));
		return bundle;
	}

	private ApplicationContextRunner with(String mode) {
		return this.contextRunner.withPropertyValues("azure.postgres.tls.revocation.mode=" + mode);
	}

	private void accepts(String mode) {
		with(mode).run((context) -> connect(context).close());
	}

	private void refuses(String mode, FailureReason reason, String description) {
		with(mode).run((context) -> assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context))
			.satisfies((ex) -> {
				Diagnosis diagnosis = Diagnosis.of(ex);
				assertThat(diagnosis.reason()).isEqualTo(reason);
				assertThat(diagnosis.description() + diagnosis.action()).contains(description);
			}));
	}

	private static void connectAtOnce(ApplicationContext context, int connections) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(connections);
		try {
			List<Future<Boolean>> results = IntStream.range(0, connections).mapToObj((i) -> executor.submit(() -> {
				try (Connection connection = connect(context)) {
					return connection.isValid(5);
				}
			})).toList();
			for (Future<Boolean> result : results) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

}

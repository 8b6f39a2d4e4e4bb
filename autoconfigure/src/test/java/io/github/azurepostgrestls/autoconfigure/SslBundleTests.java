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

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.r2dbc.spi.ConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * SSL bundles of Spring Boot as the source of trust, and the bundled roots as a bundle.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class SslBundleTests {

	private static final String PASSWORD = "changeit";

	private final TlsPostgres server;

	private final ApplicationContextRunner contextRunner;

	SslBundleTests(TlsPostgres server) {
		this.server = server;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					DataSourceAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD, "azure.postgres.tls.bundle=db");
	}

	@Test
	void trustComesFromPem() {
		withPem().run((context) -> assertThat(ask(context, "version")).isEqualTo("TLSv1.3"));
	}

	@Test
	void trustComesFromKeyStore(@TempDir Path directory) throws Exception {
		Path store = directory.resolve("trust.p12");
		KeyStore trustStore = KeyStore.getInstance("PKCS12");
		trustStore.load(null, null);
		trustStore.setCertificateEntry("root", this.server.authority().root());
		try (OutputStream out = Files.newOutputStream(store)) {
			trustStore.store(out, PASSWORD.toCharArray());
		}
		this.contextRunner
			.withPropertyValues("spring.ssl.bundle.jks.db.truststore.location=" + store,
					"spring.ssl.bundle.jks.db.truststore.type=PKCS12",
					"spring.ssl.bundle.jks.db.truststore.password=" + PASSWORD)
			.run((context) -> assertThat(ask(context, "version")).isEqualTo("TLSv1.3"));
	}

	@Test
	void nothingElseIsTrusted() throws Exception {
		this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
		withPem().run((context) -> assertRefused(context, FailureReason.UNTRUSTED_ROOT));
	}

	@Test
	void clientCertificateIsShown(@TempDir Path directory) throws Exception {
		this.server.set("ssl_ca_file", "'%s'".formatted(this.server.authority().writeRootPem(directory)));
		X509Bundle client = clientCertificate(this.server.authority());
		withPem(client).run((context) -> assertThat(ask(context, "client_dn")).isEqualTo("/CN=the client"));
		withPem().run((context) -> assertThat(ask(context, "client_dn")).isNull());
	}

	@Test
	void clientCertificateIsShownByR2dbc(@TempDir Path directory) throws Exception {
		this.server.set("ssl_ca_file", "'%s'".formatted(this.server.authority().writeRootPem(directory)));
		r2dbc(withPem(clientCertificate(this.server.authority())))
			.run((context) -> assertThat(DatabaseClient.create(context.getBean(ConnectionFactory.class))
				.sql("select client_dn from pg_stat_ssl where pid = pg_backend_pid()")
				.mapValue(String.class)
				.one()
				.block()).isEqualTo("/CN=the client"));
	}

	// Under TLS 1.3 the client has completed its handshake when the server says so
	@Test
	void r2dbcKnowsOfAClientCertificateThatTheServerRefuses(@TempDir Path directory) throws Exception {
		this.server.set("ssl_ca_file", "'%s'".formatted(this.server.authority().writeRootPem(directory)));
		r2dbc(withPem(clientCertificate(TestCertificateAuthority.azureLike()))).run((context) -> {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> Mono.from(context.getBean(ConnectionFactory.class).create()).block())
				.havingRootCause()
				.withMessageContaining("(HANDSHAKE_FAILED)");
			ConnectionObservation observation = context.getBean(ConnectionObservations.class).find("connectionFactory");
			assertThat(observation).isNotNull();
			assertThat(observation.failures(FailureReason.HANDSHAKE_FAILED)).isOne();
			assertThat(observation.liveSessions()).isEmpty();
		});
	}

	private static X509Bundle clientCertificate(TestCertificateAuthority authority) throws Exception {
		return new CertificateBuilder().rsa2048()
			.subject("CN=the client")
			.setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
			.addExtendedKeyUsageClientAuth()
			.notBefore(Instant.now().minus(Duration.ofDays(1)))
			.notAfter(Instant.now().plus(Duration.ofDays(1)))
			.buildIssuedBy(authority.rootBundle());
	}

	private ApplicationContextRunner withPem(X509Bundle client) {
		return withPem().withPropertyValues(
				"spring.ssl.bundle.pem.db.keystore.certificate=" + client.getCertificatePEM(),
				"spring.ssl.bundle.pem.db.keystore.private-key=" + client.getPrivateKeyPEM());
	}

	private ApplicationContextRunner r2dbc(ApplicationContextRunner runner) {
		return runner
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
			.withPropertyValues("spring.r2dbc.pool.enabled=false",
					"spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:%d/%s".formatted(this.server.port(),
							TlsPostgres.DATABASE),
					"spring.r2dbc.username=" + TlsPostgres.USER, "spring.r2dbc.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER);
	}

	@Test
	void protocolsAndCipherSuitesAreThoseOfTheBundle() {
		withPem()
			.withPropertyValues("spring.ssl.bundle.pem.db.options.enabled-protocols=TLSv1.2,TLSv1.1",
					"spring.ssl.bundle.pem.db.options.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> {
				assertThat(ask(context, "version")).isEqualTo("TLSv1.2");
				assertThat(ask(context, "cipher")).isEqualTo("ECDHE-RSA-AES128-GCM-SHA256");
			});
	}

	@Test
	void bundleThatEnablesOnlyOldProtocolsStopsTheStart() {
		withPem().withPropertyValues("spring.ssl.bundle.pem.db.options.enabled-protocols=TLSv1.1")
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "The bundle enables [TLSv1.1]"));
	}

	@Test
	void bundleWithAnUnknownCipherSuiteStopsTheStart() {
		withPem().withPropertyValues("spring.ssl.bundle.pem.db.options.ciphers=ROT13")
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "no cipher suite of that name"));
	}

	// Boot would take the JVM's own trust store, with every public authority in it
	@Test
	void bundleWithoutTrustStoreStopsTheStart() {
		this.contextRunner
			.withPropertyValues(
					"spring.ssl.bundle.pem.db.keystore.certificate=" + this.server.certificate().certificatePem(),
					"spring.ssl.bundle.pem.db.keystore.private-key=" + this.server.certificate().keyPem())
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "The bundle has no trust store"));
	}

	@Test
	void bundleWithAnIntermediateStopsTheStart() {
		this.contextRunner
			.withPropertyValues(
					"spring.ssl.bundle.pem.db.truststore.certificate=" + this.server.authority().intermediatePem())
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "which is no root certificate"));
	}

	@Test
	void bundleThatDoesNotExistStopsTheStart() {
		this.contextRunner
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "Known bundles: azure-postgres."));
	}

	@Test
	void bundleThatCannotBeReadStopsTheStart(@TempDir Path directory) throws Exception {
		Path broken = Files.writeString(directory.resolve("broken.pem"), "broken");
		this.contextRunner.withPropertyValues("spring.ssl.bundle.pem.db.truststore.certificate=" + broken)
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle", "The bundle can't be read"));
	}

	@Test
	void bundleAndRootsExcludeEachOther() {
		withPem().withPropertyValues("azure.postgres.tls.root-certificates=azure")
			.run((context) -> assertStopped(context, "azure.postgres.tls.bundle",
					"An SSL bundle and azure.postgres.tls.root-certificates exclude each other"));
	}

	@Test
	void oneDataSourceMayHaveABundleAndAnotherRoots() {
		withPem()
			.withPropertyValues("azure.postgres.tls.bundle=", "azure.postgres.tls.root-certificates=azure",
					"azure.postgres.tls.data-sources.dataSource.bundle=db")
			.run((context) -> assertThat(ask(context, "version")).isEqualTo("TLSv1.3"));
		withPem().withPropertyValues("azure.postgres.tls.data-sources.dataSource.root-certificates=azure")
			.run((context) -> assertRefused(context, FailureReason.UNTRUSTED_ROOT));
	}

	@Test
	void updatesOfTheBundleAreFollowed(@TempDir Path directory, CapturedOutput output) throws Exception {
		TestCertificateAuthority next = TestCertificateAuthority.named("Next Root");
		Path file = this.server.authority().writeRootPem(directory);
		this.contextRunner
			.withPropertyValues("spring.ssl.bundle.pem.db.truststore.certificate=" + file,
					"spring.ssl.bundle.pem.db.reload-on-update=true", "spring.ssl.bundle.watch.file.quiet-period=100ms")
			.run((context) -> {
				try (Connection living = connect(context)) {
					Files.writeString(file, next.rootPem());
					Awaitility.await().until(() -> {
						try {
							connect(context).close();
							return false;
						}
						catch (SQLException ex) {
							return Diagnosis.of(ex).reason() == FailureReason.UNTRUSTED_ROOT;
						}
					});
					this.server.present(next.issue(AzureHosts.SERVER));
					connect(context).close();
					assertThat(living.isValid(5)).isTrue();
				}
				assertThat(output).contains("Reloaded SSL bundle 'db'").doesNotContain("doesn't support SSL reloading");
			});
	}

	@Test
	void bundledRootsAreABundle() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.bundle=azure-postgres").run((context) -> {
			SslBundles bundles = context.getBean(SslBundles.class);
			KeyStore trustStore = bundles.getBundle("azure-postgres").getStores().getTrustStore();
			assertThat(trustStore).isNotNull();
			assertThat(trustStore.size()).isEqualTo(3);
			assertThat(trustStore.isCertificateEntry("digicert-global-root-g2")).isTrue();
			assertThat(new SslInfo(bundles).getBundle("azure-postgres").getName()).isEqualTo("azure-postgres");
			assertRefused(context, FailureReason.UNTRUSTED_ROOT);
		});
	}

	@Test
	void metricsOfSpringBootSeeTheBundledRoots() {
		assumeThat(SpringBootVersion.getVersion()).as("shows trust stores").doesNotStartWith("4.0.");
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		withPem()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, SslMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> registry)
			.run((context) -> assertThat(registry.get("ssl.chain.expiry")
				.tags("bundle", "azure-postgres", "chain", "digicert-global-root-g2")
				.gauge()
				.value()).isPositive());
	}

	@Test
	void bundleOfTheApplicationByThatNameIsKept() {
		this.contextRunner
			.withPropertyValues("azure.postgres.tls.bundle=azure-postgres",
					"spring.ssl.bundle.pem.azure-postgres.truststore.certificate=" + this.server.authority().rootPem())
			.run((context) -> assertThat(ask(context, "version")).isEqualTo("TLSv1.3"));
	}

	private ApplicationContextRunner withPem() {
		return this.contextRunner
			.withPropertyValues("spring.ssl.bundle.pem.db.truststore.certificate=" + this.server.authority().rootPem());
	}

	private static String ask(ApplicationContext context, String column) {
		return new JdbcTemplate(context.getBean(DataSource.class))
			.queryForObject("select %s from pg_stat_ssl where pid = pg_backend_pid()".formatted(column), String.class);
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static void assertRefused(ApplicationContext context, FailureReason reason) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context))
			.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(reason));
	}

	private static void assertStopped(AssertableApplicationContext context, String property, String reason) {
		assertThat(context.getStartupFailure())
			.hasStackTraceContaining(InvalidTlsConfigurationException.class.getName())
			.hasStackTraceContaining("Property '" + property)
			.hasStackTraceContaining(reason);
	}

}

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.azurepostgrestls.actuate.TlsEndpoint;
import io.github.azurepostgrestls.actuate.TlsEndpoint.ProbedServerDescriptor;
import io.github.azurepostgrestls.actuate.TlsEndpoint.SecuredDataSourceDescriptor;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What the endpoint tells, and what its probe finds out.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class EndpointTests {

	private final TlsPostgres server;

	private final Path root;

	private final ApplicationContextRunner contextRunner;

	EndpointTests(TlsPostgres server, @TempDir Path directory) throws Exception {
		this.server = server;
		this.root = server.authority().writeRootPem(directory);
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsEndpointAutoConfiguration.class, DataSourceAutoConfiguration.class,
					EndpointAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD, "spring.datasource.hikari.minimum-idle=0",
					"spring.datasource.hikari.connection-timeout=500",
					"azure.postgres.tls.root-certificates=" + this.root,
					"management.endpoints.web.exposure.include=azurepostgrestls");
	}

	@Test
	void tellsWhatIsInForceAndWhereItCameFrom() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.data-sources.dataSource.minimum-protocol=TLSv1.3")
			.run((context) -> {
				SecuredDataSourceDescriptor dataSource = describe(context.getBean(TlsEndpoint.class));
				assertThat(dataSource.configuration().get("azure.postgres.tls.mode").value()).isEqualTo("verify-full");
				assertThat(dataSource.configuration().get("azure.postgres.tls.mode").origin()).isNull();
				assertThat(dataSource.configuration()
					.get("azure.postgres.tls.data-sources.dataSource.minimum-protocol")
					.value()).isEqualTo("TLSv1.3");
				assertThat(dataSource.configuration()
					.get("azure.postgres.tls.data-sources.dataSource.minimum-protocol")
					.origin()).contains("property source \"test\"");
				assertThat(dataSource.configuration().get("azure.postgres.tls.root-certificates").value())
					.isEqualTo(List.of(this.root.toString()));
				assertThat(dataSource.configuration().get("azure.postgres.tls.root-certificates").origin()).isNotNull();
				assertThat(dataSource.servers()).extracting("host", "port")
					.containsExactly(tuple(AzureHosts.SERVER, this.server.port()));
			});
	}

	@Test
	void tellsRootsSessionsAndTheLastFailure() {
		this.contextRunner.run((context) -> {
			TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
			assertThat(describe(endpoint).sessions()).isEmpty();
			assertThat(describe(endpoint).lastFailure()).isNull();
			assertThat(describe(endpoint).trustedRoots()).singleElement().satisfies((trusted) -> {
				assertThat(trusted.source()).isEqualTo(this.root.toString());
				assertThat(trusted.certificate().subject())
					.isEqualTo(this.server.authority().root().getSubjectX500Principal().getName());
				assertThat(trusted.certificate().fingerprintSha256()).hasSize(95);
			});
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				this.server.present(TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> context.getBean(DataSource.class).getConnection());
				assertThat(describe(endpoint).sessions()).singleElement()
					.satisfies((session) -> assertThat(session.connections()).isEqualTo(1));
				assertThat(describe(endpoint).lastFailure().reason()).isEqualTo("UNTRUSTED_ROOT");
				assertThat(describe(endpoint).lastFailure().presentedChain()).hasSize(2);
				assertThat(connection.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void tellsNoSecrets() {
		this.contextRunner.withPropertyValues(
				"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem(),
				"spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?user=app&password=s3cret-pass")
			.run((context) -> {
				TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
				context.getBean(DataSource.class).getConnection().close();
				String told = new JsonMapper()
					.writeValueAsString(Map.of("read", endpoint.dataSources(), "probe", endpoint.probe()));
				assertThat(told).contains("inline PEM", "TLSv1.3")
					.doesNotContain(TlsPostgres.PASSWORD, "BEGIN CERTIFICATE", "\"user", "password");
			});
	}

	@Test
	void probesWithoutCredentialsAndWithoutATrace() {
		String url = this.server.createDatabase("probed");
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + url, "spring.datasource.username=nobody",
					"spring.datasource.password=")
			.run((context) -> {
				TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
				ProbedServerDescriptor probed = endpoint.probe().servers().get(0);
				assertThat(probed.verified()).isTrue();
				assertThat(probed.protocol()).isEqualTo("TLSv1.3");
				assertThat(probed.presentedChain()).hasSize(2);
				assertThat(probed.trustAnchor())
					.isEqualTo(this.server.authority().root().getSubjectX500Principal().getName());
				assertThat(this.server.query("select sessions from pg_stat_database where datname = 'probed'"))
					.isEqualTo("0");
				assertThat(describe(endpoint).sessions()).isEmpty();
			});
	}

	@Test
	void probesDirectly() throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(this.server.port())) {
			this.contextRunner
				.withPropertyValues("azure.postgres.tls.negotiation=direct",
						"spring.datasource.url=jdbc:postgresql://%s:%d/app".formatted(AzureHosts.SERVER, proxy.port()))
				.run((context) -> {
					assertThat(context.getBean(TlsEndpoint.class).probe().servers()).singleElement()
						.satisfies((probed) -> assertThat(probed.verified()).isTrue());
					assertThat(proxy.recordings()).singleElement().matches(Recording::isDirect);
				});
		}
	}

	@Test
	void probeShowsWhatIsPresentedEvenWhereItIsRefused() throws Exception {
		ServerCertificate rogue = TestCertificateAuthority.named("Rogue").issue(AzureHosts.SERVER);
		this.server.present(rogue);
		this.contextRunner.run((context) -> {
			TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
			ProbedServerDescriptor probed = endpoint.probe().servers().get(0);
			assertThat(probed.verified()).isFalse();
			assertThat(probed.reason()).isEqualTo("UNTRUSTED_ROOT");
			assertThat(probed.description()).contains("'CN=Rogue'");
			assertThat(probed.presentedChain()).extracting("serialNumber")
				.first()
				.isEqualTo(rogue.leaf().getSerialNumber().toString(16));
			assertThat(describe(endpoint).lastFailure()).isNull();
		});
	}

	@Test
	void probesAllServersAtOnceAndEndsInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String silentServer = "%s:%d".formatted(AzureHosts.OTHER_SERVER, silent.getLocalPort());
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://%s:%d,%s/app".formatted(AzureHosts.SERVER,
						this.server.port(), silentServer))
				.run((context) -> assertThat(context.getBean(TlsEndpoint.class).probe().servers()).hasSize(2)
					.filteredOn((probed) -> !probed.verified())
					.singleElement()
					.satisfies((probed) -> {
						assertThat(probed.reason()).isEqualTo("CONNECTION_TIMED_OUT");
						assertThat(probed.host()).isEqualTo(AzureHosts.OTHER_SERVER);
					}));
		}
	}

	@Test
	void probesNotTooOften() throws IOException {
		this.contextRunner.run((context) -> {
			TlsEndpoint endpoint = context.getBean(TlsEndpoint.class);
			assertThat(endpoint.probe()).isSameAs(endpoint.probe());
		});
	}

	@Test
	void isNotThereUnlessItIsExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(TlsEndpoint.class));
	}

	private static SecuredDataSourceDescriptor describe(TlsEndpoint endpoint) {
		SecuredDataSourceDescriptor descriptor = endpoint.dataSource("dataSource");
		assertThat(descriptor).isNotNull();
		return descriptor;
	}

}

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

package io.github.azurepostgrestls.differential;

import java.util.stream.Stream;

import io.github.azurepostgrestls.actuate.TlsEndpoint;
import io.github.azurepostgrestls.actuate.TlsEndpoint.ProbedServerDescriptor;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsEndpointAutoConfiguration;
import io.github.azurepostgrestls.differential.Certificates.Holder;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The probe of servers whose certificates are so weak that they don't present them to
 * clients that demand strength.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class WeakServerProbeTests {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	static Stream<Arguments> weakCertificates() {
		return Stream.of(
				Arguments.of("SHA1withRSA", Certificates.server(Case.HOST).signed("SHA1withRSA").by(ROOT).presenting()),
				Arguments.of("RSA key of 1024 bits",
						new Recipe("CN=server", Certificates.key("RSA 1024", "server")).server(Case.HOST)
							.by(ROOT)
							.presenting()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("weakCertificates")
	void findsTheWeaknessAndSendsNothing(String weakness, ServerCertificate certificate, TlsPostgres server)
			throws Exception {
		server.set("ssl_ciphers", "'ALL:!aNULL:@SECLEVEL=0'");
		server.present(certificate);
		try (RecordingProxy proxy = RecordingProxy.start(server.port())) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
						AzurePostgresTlsEndpointAutoConfiguration.class, DataSourceAutoConfiguration.class))
				.withPropertyValues(
						"spring.datasource.url=jdbc:postgresql://%s:%d/app".formatted(AzureHosts.SERVER, proxy.port()),
						"management.endpoints.web.exposure.include=*",
						"azure.postgres.tls.root-certificates=" + Pem.of(ROOT.certificate()))
				.run((context) -> {
					ProbedServerDescriptor probed = context.getBean(TlsEndpoint.class).probe().servers().get(0);
					assertThat(probed.verified()).isFalse();
					assertThat(probed.description()).contains(weakness);
					assertThat(probed.reason()).isEqualTo("WEAK_CERTIFICATE");
					assertThat(probed.presentedChain()).hasSize(1);
					assertThat(proxy.recordings()).isNotEmpty()
						.allSatisfy((recording) -> assertThat(recording.isOnlyTls()).isTrue());
				});
		}
	}

}

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

package io.github.azurepostgrestls.sample;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user sees when {@link SampleApplication} meets a server that isn't
 * verified.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class RefusedServerTests {

	@Test
	void refusesServerWithAnotherRoot(TlsPostgres server, CapturedOutput output) throws Exception {
		server.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		refusesToStart(ConfiguredSample.of(server));
		assertThat(explanation(output)).contains("UNTRUSTED_ROOT", "Another Root", "root-certificates");
	}

	@Test
	void refusesServerWithAnotherName(TlsPostgres server, CapturedOutput output) throws Exception {
		server.present(server.authority().issue(AzureHosts.OTHER_SERVER));
		refusesToStart(ConfiguredSample.of(server));
		assertThat(explanation(output)).contains("HOSTNAME_MISMATCH", "'" + AzureHosts.SERVER + "'",
				"'" + AzureHosts.OTHER_SERVER + "'");
	}

	@Test
	void refusesServerWithoutTls(TlsPostgres server, CapturedOutput output) throws Exception {
		server.set("ssl", "off");
		refusesToStart(ConfiguredSample.of(server));
		assertThat(explanation(output)).contains("SERVER_REFUSED_TLS",
				"azure.postgres.tls.data-sources.<name>.enabled=false");
	}

	@Test
	void namesDataSourceThatIsVerifiedAtStart(TlsPostgres server, CapturedOutput output) throws Exception {
		server.set("ssl", "off");
		refusesToStart(ConfiguredSample.of(server).with("azure.postgres.tls.verify-on-startup", "true"));
		assertThat(explanation(output)).contains("DataSource 'dataSource': no secure connection (SERVER_REFUSED_TLS)");
	}

	private static void refusesToStart(ConfiguredSample application) {
		assertThatException().isThrownBy(application::run);
	}

	// What Spring Boot prints last, for people to read: one message, no stack trace
	private static String explanation(CapturedOutput output) {
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START")
			.doesNotContain("\tat ", TlsPostgres.PASSWORD);
		return output.getOut().substring(output.getOut().indexOf("APPLICATION FAILED TO START"));
	}

}

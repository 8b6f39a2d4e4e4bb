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

import java.io.IOException;
import java.sql.SQLException;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A PostgreSQL server with certificates like Azure's, inside this JVM's machine. It lives
 * as long as the application.
 *
 * @author the azure-postgres-tls contributors
 */
@TestConfiguration(proxyBeanMethods = false)
class EmbeddedServer {

	@Bean
	TestCertificateAuthority certificateAuthority() {
		return TestCertificateAuthority.azureLike();
	}

	@Bean
	TlsPostgres postgres(TestCertificateAuthority certificateAuthority) throws IOException, SQLException {
		return TlsPostgres.start(certificateAuthority, certificateAuthority.issue(AzureHosts.SERVER));
	}

	// What a user of Azure sets, and the root that Azure's users needn't
	@Bean
	DynamicPropertyRegistrar postgresProperties(TlsPostgres postgres, TestCertificateAuthority certificateAuthority) {
		return (registry) -> {
			registry.add("spring.datasource.url", () -> postgres.jdbcUrl(AzureHosts.SERVER));
			registry.add("spring.datasource.username", () -> TlsPostgres.USER);
			registry.add("spring.datasource.password", () -> TlsPostgres.PASSWORD);
			registry.add("azure.postgres.tls.root-certificates", certificateAuthority::rootPem);
		};
	}

}

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

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * A root that gets a new key and keeps its name: during the rotation both are configured.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class RekeyedRootTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bothRootsCountInAnyOrder(boolean formerFirst, TlsPostgres server) {
		TestCertificateAuthority before = server.authority();
		TestCertificateAuthority after = TestCertificateAuthority
			.withRoot(before.root().getSubjectX500Principal().getName());
		String roots = formerFirst ? before.rootPem() + after.rootPem() : after.rootPem() + before.rootPem();
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + roots,
					"spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD)
			.run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				for (TestCertificateAuthority authority : List.of(before, after, before)) {
					server.present(authority.issue(AzureHosts.SERVER));
					pool.getConnection().close();
					pool.getHikariPoolMXBean().softEvictConnections();
				}
			});
	}

}

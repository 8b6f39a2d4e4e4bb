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
import java.util.Objects;

import io.github.azurepostgrestls.lab.Interceptor;
import io.github.azurepostgrestls.lab.LabConfiguration;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A PostgreSQL server with certificates like Azure's, inside this JVM's machine. It lives
 * as long as the application.
 *
 * @author the azure-postgres-tls contributors
 */
@TestConfiguration(proxyBeanMethods = false)
@Import(LabConfiguration.class)
class EmbeddedServer {

	private static @Nullable TlsPostgres server;

	/**
	 * Start the server, before the application that would notice how that is done.
	 * @throws IOException if it can't be started
	 */
	static void start() throws IOException {
		AzureHosts.install();
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		server = TlsPostgres.start(authority, authority.issue(AzureHosts.SERVER));
	}

	@Bean
	TlsPostgres postgres() {
		return Objects.requireNonNull(server, "The server must be started before the application");
	}

	// What a user of Azure sets, and the root that Azure's users needn't
	@Bean
	DynamicPropertyRegistrar postgresProperties(TlsPostgres postgres, Interceptor interceptor) {
		return (registry) -> {
			registry.add("spring.datasource.url", () -> "jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER,
					interceptor.port(), TlsPostgres.DATABASE));
			registry.add("spring.datasource.username", () -> TlsPostgres.USER);
			registry.add("spring.datasource.password", () -> TlsPostgres.PASSWORD);
			registry.add("azure.postgres.tls.root-certificates", postgres.authority()::rootPem);
		};
	}

	// What R2DBC needs here: Netty finds no address for Azure's name, for only this JVM
	// has one
	@Bean
	@Profile("r2dbc")
	R2dbcConnectionDetails r2dbcConnectionDetails(Interceptor interceptor) {
		return () -> ConnectionFactoryOptions
			.parse("r2dbc:postgresql://127.0.0.1:%d/%s".formatted(interceptor.port(), TlsPostgres.DATABASE))
			.mutate()
			.option(ConnectionFactoryOptions.USER, TlsPostgres.USER)
			.option(ConnectionFactoryOptions.PASSWORD, TlsPostgres.PASSWORD)
			.build();
	}

	@Bean
	@Profile("r2dbc")
	DynamicPropertyRegistrar r2dbcProperties() {
		return (registry) -> registry.add("azure.postgres.tls.data-sources.connectionFactory.server-name",
				() -> AzureHosts.SERVER);
	}

}

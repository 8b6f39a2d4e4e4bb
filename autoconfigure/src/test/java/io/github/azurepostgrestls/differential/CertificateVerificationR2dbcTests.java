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

import java.util.Map;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsR2dbcAutoConfiguration;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * The same through R2DBC.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
class CertificateVerificationR2dbcTests extends CertificateVerificationTests {

	@Override
	ApplicationContextRunner runner(TlsPostgres server, String host) {
		boolean address = host.matches("[0-9.]+|.*:.*");
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
			.withPropertyValues("spring.r2dbc.url=" + url(server, address ? host : "127.0.0.1"),
					"spring.r2dbc.pool.enabled=false", "spring.r2dbc.username=" + TlsPostgres.USER,
					"spring.r2dbc.password=" + TlsPostgres.PASSWORD);
		// Netty doesn't know the names of this JVM
		return address ? runner : runner.withPropertyValues("azure.postgres.tls.server-name=" + host);
	}

	private static String url(TlsPostgres server, String host) {
		return "r2dbc:postgresql://%s:%d/%s".formatted(host.contains(":") ? "[" + host + "]" : host, server.port(),
				TlsPostgres.DATABASE);
	}

	@Override
	void query(ApplicationContext context) {
		DatabaseClient.create(context.getBean(ConnectionFactory.class))
			.sql("select 1")
			.fetch()
			.one()
			.blockOptional()
			.map(Map::size)
			.orElseThrow();
	}

}

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

import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * R2DBC connections to a real server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class VerifiedConnectionFactoryTests {

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void run(TlsPostgres server) {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, R2dbcAutoConfiguration.class))
			.withPropertyValues(
					"spring.r2dbc.url=r2dbc:postgresql://localhost:%d/%s".formatted(server.port(),
							TlsPostgres.DATABASE),
					"spring.r2dbc.username=" + TlsPostgres.USER, "spring.r2dbc.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.server-name=" + AzureHosts.SERVER,
					"azure.postgres.tls.root-certificates=" + server.authority().rootPem());
	}

	@Test
	void verifiesWithoutConfiguration() {
		this.contextRunner.run((context) -> {
			ConnectionFactory connectionFactory = context.getBean(ConnectionFactory.class);
			String ssl = Mono.usingWhen(connectionFactory.create(), (connection) -> {
				assertThat(context.getBean(ConnectionObservations.class).all()).singleElement()
					.satisfies((observation) -> assertThat(observation.liveSessions()).singleElement()
						.extracting(SessionGroup::connections)
						.satisfies((connections) -> assertThat(connections).isPositive()));
				return Flux
					.from(connection.createStatement("select ssl::text from pg_stat_ssl where pid = pg_backend_pid()")
						.execute())
					.flatMap((result) -> result.map((row) -> row.get(0, String.class)))
					.single();
			}, Connection::close).block();
			assertThat(ssl).isEqualTo("true");
		});
	}

}

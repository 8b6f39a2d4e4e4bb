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

package io.github.azurepostgrestls.integration;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of applications whose database is a service of Docker Compose. What Spring Boot
 * makes of the service is real; the service is a server that runs without Docker.
 *
 * @author the azure-postgres-tls contributors
 */
class DockerComposeTests {

	private static TlsPostgres server;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withBean(JdbcConnectionDetails.class, DockerComposeTests::connectionDetails)
		.withPropertyValues("spring.datasource.hikari.connection-timeout=2000",
				"azure.postgres.tls.root-certificates=" + server.authority().rootPem());

	@BeforeAll
	static void startServer() throws Exception {
		server = TlsPostgres.startWithoutTls();
	}

	@AfterAll
	static void stopServer() throws IOException {
		server.close();
	}

	@Test
	void plainServiceIsRefusedWithTheWayOut() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
			.satisfies((ex) -> {
				Diagnosis diagnosis = Diagnosis.of(ex);
				assertThat(diagnosis.reason()).isEqualTo(FailureReason.SERVER_REFUSED_TLS);
				assertThat(diagnosis.action()).contains("azure.postgres.tls.development-databases=exempt");
			}));
	}

	@Test
	void plainServiceIsExemptedOnRequest() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.development-databases=exempt")
			.run((context) -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("select ssl from pg_stat_ssl where pid = pg_backend_pid()", Boolean.class)).isFalse());
	}

	private static JdbcConnectionDetails connectionDetails() {
		try {
			DockerComposeConnectionSource source = BeanUtils.instantiateClass(ReflectionUtils
				.accessibleConstructor(DockerComposeConnectionSource.class, RunningService.class, Environment.class),
					new Service(), new StandardEnvironment());
			return (JdbcConnectionDetails) new ConnectionDetailsFactories(null).getConnectionDetails(source, true)
				.get(JdbcConnectionDetails.class);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The server as Docker Compose would describe it.
	 */
	private static final class Service implements RunningService {

		@Override
		public String name() {
			return "database";
		}

		@Override
		public ImageReference image() {
			return ImageReference.of("postgres:17");
		}

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public ConnectionPorts ports() {
			return new Ports();
		}

		@Override
		public Map<String, String> env() {
			return Map.of("POSTGRES_USER", TlsPostgres.USER, "POSTGRES_PASSWORD", TlsPostgres.PASSWORD, "POSTGRES_DB",
					TlsPostgres.DATABASE);
		}

		@Override
		public Map<String, String> labels() {
			return Map.of();
		}

	}

	/**
	 * The one port of the server.
	 */
	private static final class Ports implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			return server.port();
		}

		@Override
		public List<Integer> getAll() {
			return List.of(server.port());
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return getAll();
		}

	}

}

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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Slices of an application, which are secured as the whole.
 *
 * @author the azure-postgres-tls contributors
 */
class SliceTests {

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * What holds for each slice on a server with TLS.
	 */
	@TlsPostgresTest
	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=false" })
	abstract static class Secured {

		@Autowired
		private HikariDataSource dataSource;

		@Test
		void isVerified(TlsPostgres server) throws Exception {
			assertThat(this.dataSource.getJdbcUrl()).contains("sslmode=verify-full");
			assertThat(new JdbcTemplate(this.dataSource)
				.queryForObject("select version from pg_stat_ssl where pid = pg_backend_pid()", String.class))
				.isEqualTo("TLSv1.3");
			server.presentUntrustedCertificate();
			DataSource unpooled = new DriverManagerDataSource(this.dataSource.getJdbcUrl(), TlsPostgres.USER,
					TlsPostgres.PASSWORD);
			assertThatException().isThrownBy(unpooled::getConnection).withMessageContaining("Another Test Root");
		}

	}

	@Nested
	@JdbcTest
	class JdbcSlice extends Secured {

	}

	@Nested
	@DataJdbcTest
	class DataJdbcSlice extends Secured {

	}

	@Nested
	@DataJpaTest
	class DataJpaSlice extends Secured {

	}

	@Nested
	@JooqTest
	class JooqSlice extends Secured {

	}

	@Nested
	@JdbcTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
	class SliceThatKeepsItsDatabase extends Secured {

	}

	@Nested
	@JdbcTest
	@TestPropertySource(properties = { "spring.datasource.url=jdbc:postgresql://unused.example.com/app",
			"spring.flyway.enabled=false", "spring.liquibase.enabled=false" })
	class SliceWithAnEmbeddedDatabase {

		@Test
		void isNotChanged(@Autowired DataSource dataSource) {
			assertThat(new JdbcTemplate(dataSource).queryForObject("select h2version()", String.class)).isNotBlank();
		}

	}

	@Nested
	@TlsPostgresTest
	@DataR2dbcTest
	class DataR2dbcSlice {

		@Test
		void isVerified(@Autowired DatabaseClient client, @Autowired ConnectionObservations observations) {
			assertThat(client.sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
				.map((row) -> row.get(0))
				.one()
				.block()).isEqualTo(true);
			assertThat(observations.find("connectionFactory")).isNotNull();
		}

	}

}

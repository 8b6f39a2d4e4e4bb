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

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.extensions.jdbc.postgresql.AzurePostgresqlAuthenticationPlugin;
import com.azure.spring.cloud.autoconfigure.implementation.compatibility.AzureCompatibilityVerifierAutoConfiguration;
import com.azure.spring.cloud.autoconfigure.implementation.context.AzureGlobalPropertiesAutoConfiguration;
import com.azure.spring.cloud.autoconfigure.implementation.jdbc.AzureJdbcAutoConfiguration;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of passwordless connections as {@code spring-cloud-azure-starter-jdbc-postgresql}
 * makes them: it asks for {@code sslmode=require} and sends a token as the password.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class SpringCloudAzureTests {

	private static final String TOKEN = "eyJ0eXAi.static-token";

	// The cache is static: the second context would get the first one's credential
	private static final String WITHOUT_CACHE = "azure.tokenCredentialCacheEnabled=false";

	private static final List<Class<?>> SPRING_CLOUD_AZURE = List.of(DataSourceAutoConfiguration.class,
			AzureCompatibilityVerifierAutoConfiguration.class, AzureGlobalPropertiesAutoConfiguration.class,
			AzureJdbcAutoConfiguration.class);

	private TlsPostgres server;

	@BeforeEach
	void expectToken(TlsPostgres shared) throws Exception {
		this.server = shared;
		setPassword(TOKEN);
	}

	@AfterEach
	void expectPassword() throws Exception {
		setPassword(TlsPostgres.PASSWORD);
	}

	private void setPassword(String password) throws SQLException {
		this.server.execute("alter role %s password '%s'".formatted(TlsPostgres.USER, password));
	}

	static Stream<List<Class<?>>> orders() {
		List<Class<?>> oursFirst = new ArrayList<>(List.of(AzurePostgresTlsAutoConfiguration.class));
		oursFirst.addAll(SPRING_CLOUD_AZURE);
		List<Class<?>> oursLast = new ArrayList<>(SPRING_CLOUD_AZURE);
		oursLast.add(AzurePostgresTlsAutoConfiguration.class);
		return Stream.of(oursFirst, oursLast);
	}

	@ParameterizedTest
	@MethodSource("orders")
	void tokenIsThePasswordOfVerifiedConnection(List<Class<?>> order) {
		try (ConfigurableApplicationContext context = run(order)) {
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
				.contains("sslmode=verify-full",
						"authenticationPluginClassName=" + AzurePostgresqlAuthenticationPlugin.class.getName(),
						"azure.tokenCredentialBeanName=staticCredential", WITHOUT_CACHE)
				.doesNotContain("sslmode=require");
			assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select current_user",
					String.class))
				.isEqualTo(TlsPostgres.USER);
			assertThat(context.getBean(StaticCredential.class).requests).hasPositiveValue();
		}
	}

	@ParameterizedTest
	@MethodSource("orders")
	void noTokenIsAskedForImpostor(List<Class<?>> order) throws Exception {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		try (ConfigurableApplicationContext context = run(order)) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> context.getBean(DataSource.class).getConnection())
				.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(FailureReason.UNTRUSTED_ROOT));
			assertThat(context.getBean(StaticCredential.class).requests).hasValue(0);
		}
	}

	@Test
	void withoutTheStarterTheTokenGoesToImpostor() throws Exception {
		this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
		try (ConfigurableApplicationContext context = run(SPRING_CLOUD_AZURE)) {
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("sslmode=require");
			assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select current_user",
					String.class))
				.isEqualTo(TlsPostgres.USER);
		}
	}

	private ConfigurableApplicationContext run(List<Class<?>> configurations) {
		return new SpringApplicationBuilder(StaticCredentialConfiguration.class)
			.sources(configurations.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.datasource.url=" + this.server.jdbcUrl(AzureHosts.SERVER) + "?" + WITHOUT_CACHE,
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.hikari.connection-timeout=5000", "spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.azure.passwordless-enabled=true",
					"spring.datasource.azure.credential.token-credential-bean-name=staticCredential",
					"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem())
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	static class StaticCredentialConfiguration {

		@Bean
		StaticCredential staticCredential() {
			return new StaticCredential();
		}

	}

	static final class StaticCredential implements TokenCredential {

		private final AtomicInteger requests = new AtomicInteger();

		@Override
		public Mono<AccessToken> getToken(TokenRequestContext request) {
			this.requests.incrementAndGet();
			return Mono.just(new AccessToken(TOKEN, OffsetDateTime.now().plusHours(1)));
		}

	}

}

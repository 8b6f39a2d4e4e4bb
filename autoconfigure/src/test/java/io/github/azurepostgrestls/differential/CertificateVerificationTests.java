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

import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter makes of all kinds of certificates.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class CertificateVerificationTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.github.azurepostgrestls.differential.Case#all")
	void acceptsWhatIsRightAndNothingElse(Case attempt, TlsPostgres server, @TempDir Path directory) throws Exception {
		attempt.setUp(server);
		Path roots = Files.writeString(directory.resolve("roots.pem"), attempt.roots());
		ApplicationContextRunner runner = runner(server, attempt.host()).withPropertyValues(
				"azure.postgres.tls.root-certificates=" + roots,
				"azure.postgres.tls.minimum-protocol=" + attempt.minimumProtocol());
		if (attempt.revocationLists() != null) {
			Path lists = Files.writeString(directory.resolve("crl.pem"), attempt.revocationLists());
			runner = runner.withPropertyValues("azure.postgres.tls.revocation.mode=hard-fail",
					"azure.postgres.tls.revocation.crl-locations=" + lists);
		}
		runner.run((context) -> {
			Throwable refusal = refusal(context);
			assertThat(refusal == null).as(String.valueOf(refusal)).isEqualTo(attempt.accepted());
		});
	}

	ApplicationContextRunner runner(TlsPostgres server, String host) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(host.contains(":") ? "[" + host + "]" : host),
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD);
	}

	void query(ApplicationContext context) {
		new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select 1", Integer.class);
	}

	private @Nullable Throwable refusal(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		if (failure != null) {
			assertThat(failure).hasStackTraceContaining(InvalidTlsConfigurationException.class.getName());
			return NestedExceptionUtils.getMostSpecificCause(failure);
		}
		try {
			query(context);
			return null;
		}
		catch (RuntimeException ex) {
			return NestedExceptionUtils.getMostSpecificCause(ex);
		}
	}

}

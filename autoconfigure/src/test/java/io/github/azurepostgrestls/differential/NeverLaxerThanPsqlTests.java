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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.differential.Psql.Verdict;
import io.github.azurepostgrestls.integration.RequiresTool;
import io.github.azurepostgrestls.integration.Tool;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * psql and the starter against the same server.
 *
 * @author the azure-postgres-tls contributors
 */
@RequiresTool(Tool.PSQL)
class NeverLaxerThanPsqlTests {

	private static final Path GUIDE = Path.of("..", "docs", "src", "docs", "asciidoc", "trust.adoc");

	private static TlsPostgres server;

	private static Path directory;

	private static Psql psql;

	@BeforeAll
	static void startServer(@TempDir Path temporary) throws Exception {
		directory = temporary;
		psql = new Psql(temporary);
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		server = TlsPostgres.start(authority, authority.issue(Case.HOST));
		// What the server presents is for its clients to judge
		server.set("ssl_ciphers", "'ALL:!aNULL:@SECLEVEL=0'");
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	static Stream<Case> cases() {
		return Stream
			.of(NameCases.all(), ValidityCases.all(), TrustCases.all(), ChainCases.all(), UsageCases.all(),
					StrengthCases.all(), ProtocolCases.all(), RevocationCases.all(), UnusualCases.all())
			.flatMap((group) -> group);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void isNeverLaxer(Case attempt) throws Exception {
		for (var setting : attempt.settings().entrySet()) {
			server.set(setting.getKey(), setting.getValue());
		}
		try {
			server.present(attempt.presented());
			Verdict byPsql = psql.connect(attempt, server.port());
			Verdict byStarter = connect(attempt);
			assertThat(byStarter.accepted()).as(byStarter.said()).isEqualTo(attempt.accepted());
			if (attempt.unfound() != null) {
				assertThat(byPsql.accepted()).as("psql finds no path").isFalse();
				assertThat(Files.readString(GUIDE)).contains(attempt.unfound() + "::");
			}
			else if (byStarter.accepted()) {
				assertThat(byPsql.accepted()).as("psql: " + byPsql.said()).isTrue();
			}
			else if (byPsql.accepted()) {
				assertThat(attempt.stricter()).as("a reason in the guide").isNotNull();
				assertThat(Files.readString(GUIDE)).contains(attempt.stricter() + "::");
			}
			else {
				assertThat(attempt.stricter()).as("psql refuses this too").isNull();
			}
		}
		finally {
			for (String setting : attempt.settings().keySet()) {
				server.set(setting, setting.equals("ssl_ciphers") ? "'ALL:!aNULL:@SECLEVEL=0'" : "DEFAULT");
			}
		}
	}

	private static Verdict connect(Case attempt) throws IOException {
		Path roots = Files.writeString(directory.resolve("starter-roots.pem"), attempt.roots());
		String host = attempt.host().contains(":") ? "[" + attempt.host() + "]" : attempt.host();
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + server.jdbcUrl(host),
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.root-certificates=" + roots,
					"azure.postgres.tls.minimum-protocol=" + attempt.minimumProtocol());
		if (attempt.revocationLists() != null) {
			Path lists = Files.writeString(directory.resolve("starter-crl.pem"), attempt.revocationLists());
			runner = runner.withPropertyValues("azure.postgres.tls.revocation.mode=hard-fail",
					"azure.postgres.tls.revocation.crl-locations=" + lists);
		}
		Verdict[] verdict = new Verdict[1];
		runner.run((context) -> {
			Throwable failure = context.getStartupFailure();
			if (failure != null) {
				assertThat(failure).hasStackTraceContaining(InvalidTlsConfigurationException.class.getName());
				verdict[0] = new Verdict(false, String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure)));
				return;
			}
			try {
				new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("select 1", Integer.class);
				verdict[0] = new Verdict(true, "1");
			}
			catch (RuntimeException ex) {
				verdict[0] = new Verdict(false, String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex)));
			}
		});
		return verdict[0];
	}

}

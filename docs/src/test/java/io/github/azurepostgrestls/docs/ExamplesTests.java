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

package io.github.azurepostgrestls.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsHealthContributorAutoConfiguration;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the configuration that the guide shows: an application starts with it, or the
 * start fails as the guide says. Nothing connects.
 *
 * @author the azure-postgres-tls contributors
 */
class ExamplesTests {

	private static final Pattern INCLUDE = Pattern.compile("^include::examples/(.+)\\[]$", Pattern.MULTILINE);

	private static final Set<String> REFUSED = Set.of("migrating-sslrootcert-before.yaml",
			"migrating-truststore-before.yaml");

	private static ExampleFiles files;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
				AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class,
				SslAutoConfiguration.class));

	@BeforeAll
	static void writeFiles(@TempDir Path directory) throws Exception {
		files = ExampleFiles.in(directory);
	}

	static Stream<String> startingExamples() throws IOException {
		return ExampleFiles.names().filter((name) -> !REFUSED.contains(name) && !name.startsWith("several"));
	}

	@Test
	void everyExampleIsInTheGuide() throws IOException {
		try (Stream<Path> chapters = Files.list(ExampleFiles.CHAPTERS)) {
			Set<String> included = chapters.filter((file) -> file.toString().endsWith(".adoc"))
				.flatMap(ExamplesTests::includedIn)
				.collect(Collectors.toSet());
			assertThat(ExampleFiles.names()).isNotEmpty().allSatisfy((name) -> assertThat(included).contains(name));
		}
	}

	private static Stream<String> includedIn(Path chapter) {
		try {
			return INCLUDE.matcher(Files.readString(chapter))
				.results()
				.map((MatchResult include) -> include.group(1))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("startingExamples")
	void startsWith(String name) {
		files.configure(this.contextRunner, name)
			.withInitializer(ExamplesTests::addDefaultDataSource)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	// For examples that show a part of the configuration only
	private static void addDefaultDataSource(ConfigurableApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("default",
					Map.of("spring.datasource.url", "jdbc:postgresql://localhost:5432/orders")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "existing-application.yaml", "migrating-require-before.yaml",
			"migrating-require-after.yaml", "migrating-sslrootcert-after.yaml", "migrating-truststore-after.yaml",
			"entra-id.yaml", "networking-alias.yaml", "networking-tunnel.yaml", "networking-pgbouncer.yaml",
			"networking-replicas.yaml", "platforms-china.yaml", "local-with-tls.yaml" })
	void verifiesWith(String name) {
		files.configure(this.contextRunner, name)
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
				.contains("sslmode=verify-full")
				.doesNotContain("sslmode=require"));
	}

	@ParameterizedTest
	@CsvSource({ "migrating-sslrootcert-before.yaml,sslrootcert", "migrating-truststore-before.yaml,sslfactory" })
	void startFailsWith(String name, String setting) {
		files.configure(this.contextRunner, name)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(setting));
	}

	@Test
	void severalDataSourcesHaveTheirOwnSettings() {
		files
			.configure(this.contextRunner.withUserConfiguration(SeveralDataSourcesExample.class),
					"several-datasources.yaml")
			.run((context) -> {
				assertThat(context.getBean("orders", HikariDataSource.class).getJdbcUrl())
					.contains("sslmode=verify-full");
				assertThat(context.getBean("reporting", HikariDataSource.class).getJdbcUrl())
					.contains("sslmode=verify-full");
				assertThat(context.getBean("legacy", HikariDataSource.class).getJdbcUrl())
					.isEqualTo("jdbc:postgresql://legacy.example.org:5432/legacy");
			});
	}

	@Test
	void overridesCanBeEnvironmentVariables() {
		Map<String, Object> variables = Map.of("AZURE_POSTGRES_TLS_DATASOURCES_REPORTING_SERVERNAME", "not a name");
		files
			.configure(this.contextRunner.withUserConfiguration(SeveralDataSourcesExample.class),
					"several-datasources.yaml")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables)))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("azure.postgres.tls.data-sources.reporting.server-name"));
	}

	@Test
	void rootsCanBeTextBesideThoseOfAzure() throws Exception {
		String root = TestCertificateAuthority.named("Example Root").rootPem();
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:5432/orders",
					"azure.postgres.tls.root-certificates=azure," + root)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void localDatabaseWithoutTlsIsExempted() {
		files.configure(this.contextRunner, "local-without-tls.yaml")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
				.isEqualTo("jdbc:postgresql://localhost:5432/orders"));
	}

}

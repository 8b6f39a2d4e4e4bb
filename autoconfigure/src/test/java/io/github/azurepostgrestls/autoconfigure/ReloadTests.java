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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.github.azurepostgrestls.trust.ReloadStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Root files that change while the application runs. Each connection is a new one.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class ReloadTests {

	private static final TestCertificateAuthority next = TestCertificateAuthority.named("Next Root");

	private TlsPostgres server;

	@TempDir
	private Path directory;

	private Path file;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void trustTheFormerRoot(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.file = shared.authority().writeRootPem(this.directory);
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsHealthContributorAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + shared.jdbcUrl(AzureHosts.SERVER),
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.username=" + TlsPostgres.USER,
					"spring.datasource.password=" + TlsPostgres.PASSWORD,
					"azure.postgres.tls.root-certificates=" + this.file);
	}

	@Test
	void theNextConnectionTrustsWhatWasWrittenIntoTheFile(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			try (Connection living = connect(context)) {
				Files.writeString(this.file, next.rootPem());
				assertRefused(context, FailureReason.UNTRUSTED_ROOT);
				this.server.present(next.issue(AzureHosts.SERVER));
				connect(context).close();
				assertThat(living.isValid(5)).isTrue();
				assertThat(output).containsOnlyOnce("Reloaded " + this.file + ": new connections trust 'CN=Next Root'");
			}
		});
	}

	@Test
	void theNextConnectionTrustsTheFileThatTookThePlace() {
		this.contextRunner.run((context) -> {
			connect(context).close();
			Path written = Files.writeString(this.directory.resolve("written.pem"), next.rootPem());
			Files.setLastModifiedTime(written, Files.getLastModifiedTime(this.file));
			Files.move(written, this.file, StandardCopyOption.ATOMIC_MOVE);
			assertRefused(context, FailureReason.UNTRUSTED_ROOT);
		});
	}

	// As the kubelet updates a ConfigMap: the file is a link into a folder that is a link
	@Test
	void theNextConnectionFollowsLinks() throws Exception {
		Path first = Files.createDirectory(this.directory.resolve("..2026_1"));
		Path second = Files.createDirectory(this.directory.resolve("..2026_2"));
		FileTime time = Files
			.getLastModifiedTime(Files.writeString(first.resolve("azure.pem"), this.server.authority().rootPem()));
		Files.setLastModifiedTime(Files.writeString(second.resolve("azure.pem"), next.rootPem()), time);
		Path data = Files.createSymbolicLink(this.directory.resolve("..data"), first.getFileName());
		Path mounted = Files.createSymbolicLink(this.directory.resolve("azure.pem"), Path.of("..data", "azure.pem"));
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + mounted).run((context) -> {
			connect(context).close();
			Path updated = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), second.getFileName());
			Files.move(updated, data, StandardCopyOption.ATOMIC_MOVE);
			assertRefused(context, FailureReason.UNTRUSTED_ROOT);
			this.server.present(next.issue(AzureHosts.SERVER));
			connect(context).close();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "broken", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" })
	void brokenFileKeepsTheLastGoodTrust(String broken, CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Files.writeString(this.file, broken);
			for (int i = 0; i < 3; i++) {
				connect(context).close();
			}
			assertThat(output)
				.containsOnlyOnce("Failed to reload trust material, so that the previous one stays in use");
			try (Connection living = connect(context)) {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(((ReloadStatus.Failure) health.getDetails().get("reloadFailure")).description())
					.contains("azure.postgres.tls.root-certificates[0]", this.file.toString());
				Files.writeString(this.file, this.server.authority().rootPem() + "mended");
				connect(context).close();
				assertThat(health(context).getDetails()).doesNotContainKey("reloadFailure");
				assertThat(living.isValid(5)).isTrue();
			}
		});
	}

	@Test
	void fileWithAnythingButRootsKeepsTheLastGoodTrust() {
		this.contextRunner.run((context) -> {
			Files.writeString(this.file, this.server.authority().intermediatePem());
			connect(context).close();
			assertThat(health(context).getDetails()).containsKey("reloadFailure");
		});
	}

	@Test
	void missingFileKeepsTheLastGoodTrust(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Files.delete(this.file);
			connect(context).close();
			connect(context).close();
			assertThat(output).containsOnlyOnce("It does not exist");
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.contextRunner.withPropertyValues("azure.postgres.tls.reload-on-update=false").run((context) -> {
			Files.writeString(this.file, next.rootPem());
			connect(context).close();
		});
	}

	// A content of the same size and time can only be noticed by reading it
	@Test
	void fileThatHasNotChangedIsNotRead() {
		this.contextRunner.run((context) -> {
			connect(context).close();
			FileTime time = Files.getLastModifiedTime(this.file);
			Files.writeString(this.file, "x".repeat(this.server.authority().rootPem().length()));
			Files.setLastModifiedTime(this.file, time);
			connect(context).close();
			assertThat(health(context).getDetails()).doesNotContainKey("reloadFailure");
		});
	}

	@Test
	void manyConnectionsAtOnceSeeTheOldTrustOrTheNew(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ExecutorService executor = Executors.newFixedThreadPool(8);
			try {
				Callable<Boolean> connecting = () -> {
					for (int i = 0; i < 20; i++) {
						connect(context).close();
					}
					return true;
				};
				List<Future<Boolean>> results = IntStream.range(0, 8)
					.mapToObj((i) -> executor.submit(connecting))
					.toList();
				while (!results.stream().allMatch(Future::isDone)) {
					replace(next.rootPem() + this.server.authority().rootPem());
					replace(this.server.authority().rootPem());
				}
				for (Future<Boolean> result : results) {
					assertThat(result.get()).isTrue();
				}
				assertThat(output).contains("Reloaded " + this.file);
			}
			finally {
				executor.shutdownNow();
			}
		});
	}

	private void replace(String content) throws IOException {
		Path written = Files.writeString(this.directory.resolve("written.pem"), content);
		Files.move(written, this.file, StandardCopyOption.ATOMIC_MOVE);
	}

	private static Connection connect(ApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static void assertRefused(ApplicationContext context, FailureReason reason) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(context))
			.satisfies((ex) -> assertThat(Diagnosis.of(ex).reason()).isEqualTo(reason));
	}

	private static Health health(ApplicationContext context) {
		return context.getBean(HealthIndicator.class).health(true);
	}

}

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

package io.github.azurepostgrestls.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Root files to which something happens while the application runs.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class FileFaultTests {

	private static final String KEPT = "Failed to reload trust material, so that the previous one stays in use";

	private static final TestCertificateAuthority other = TestCertificateAuthority.named("Another Root");

	private TlsPostgres server;

	@TempDir
	private Path directory;

	// In a folder of its own, which can be taken away as a whole
	private Path file;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void writeFile(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.file = this.server.authority().writeRootPem(Files.createDirectory(this.directory.resolve("certificates")));
		this.contextRunner = SecuredApplication.unpooled(shared, shared.jdbcUrl(AzureHosts.SERVER))
			.withPropertyValues("azure.postgres.tls.root-certificates=" + this.file);
	}

	@ParameterizedTest
	@EnumSource(FileFault.class)
	void keepsTheLastGoodRootAndRecovers(FileFault fault, CapturedOutput output) {
		this.contextRunner.run((context) -> {
			SecuredApplication.connect(context).close();
			fault.happenTo(this.file);
			for (int i = 0; i < 3; i++) {
				SecuredApplication.connect(context).close();
			}
			assertThat(output).containsOnlyOnce(KEPT);
			Health broken = SecuredApplication.health(context);
			assertThat(broken.getStatus()).isEqualTo(Status.UP);
			assertThat(broken.getDetails().get("reloadFailure")).asString().contains(this.file.toString());
			FileFault.repair(this.file, this.server.authority().rootPem() + "repaired");
			SecuredApplication.connect(context).close();
			assertThat(SecuredApplication.health(context).getDetails()).doesNotContainKey("reloadFailure");
			assertThat(output).containsOnlyOnce(KEPT).containsOnlyOnce("Reloaded " + this.file);
		});
	}

	@Test
	void stillRefusesWhatTheLastGoodRootDoesNotAnchor() {
		this.contextRunner.run((context) -> {
			this.server.present(other.issue(AzureHosts.SERVER));
			for (FileFault fault : FileFault.values()) {
				fault.happenTo(this.file);
				assertRefused(context);
				FileFault.repair(this.file, this.server.authority().rootPem() + fault);
			}
			FileFault.repair(this.file, other.rootPem());
			SecuredApplication.connect(context).close();
		});
	}

	@Test
	void tellsOfEachFaultOnce(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			int told = 0;
			for (FileFault fault : FileFault.values()) {
				fault.happenTo(this.file);
				SecuredApplication.connect(context).close();
				SecuredApplication.connect(context).close();
				assertThat(output.getAll().split(KEPT, -1)).hasSize(++told + 1);
				FileFault.repair(this.file, this.server.authority().rootPem() + "x".repeat(told));
				SecuredApplication.connect(context).close();
			}
		});
	}

	@Test
	void survivesFaultsThatFollowEachOtherWithoutRepair() {
		this.contextRunner.run((context) -> {
			for (FileFault fault : FileFault.values()) {
				FileFault.clear(this.file);
				Files.createDirectories(this.file.getParent());
				Files.writeString(this.file, this.server.authority().rootPem() + fault);
				fault.happenTo(this.file);
				SecuredApplication.connect(context).close();
			}
		});
	}

	@Test
	void keepsTheLastGoodRootOfLinkThatLeadsNowhereAndFollowsItAgain(CapturedOutput output) throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolve("azure.pem"), this.file);
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + link).run((context) -> {
			SecuredApplication.connect(context).close();
			swap(link, this.directory.resolve("nowhere.pem"));
			SecuredApplication.connect(context).close();
			SecuredApplication.connect(context).close();
			assertThat(output).containsOnlyOnce(KEPT);
			this.server.present(other.issue(AzureHosts.SERVER));
			assertRefused(context);
			swap(link, Files.writeString(this.directory.resolve("other.pem"), other.rootPem()));
			SecuredApplication.connect(context).close();
		});
	}

	@Test
	void keepsTheLastGoodRootOfLinkThatLeadsToItself() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolve("azure.pem"), this.file);
		this.contextRunner.withPropertyValues("azure.postgres.tls.root-certificates=" + link).run((context) -> {
			swap(link, link);
			SecuredApplication.connect(context).close();
			swap(link, this.file);
			SecuredApplication.connect(context).close();
			assertThat(SecuredApplication.health(context).getDetails()).doesNotContainKey("reloadFailure");
		});
	}

	@Test
	void keepsTheLastGoodRootOfFileThatMayNoLongerBeRead(CapturedOutput output) {
		assumeThat(Files.getFileAttributeView(this.file, PosixFileAttributeView.class)).isNotNull();
		this.contextRunner.run((context) -> {
			SecuredApplication.connect(context).close();
			Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("---------"));
			assumeThat(Files.isReadable(this.file)).as("root may read everything").isFalse();
			SecuredApplication.connect(context).close();
			assertThat(output).containsOnlyOnce(KEPT);
			Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-------"));
			SecuredApplication.connect(context).close();
			assertThat(SecuredApplication.health(context).getDetails()).doesNotContainKey("reloadFailure");
		});
	}

	private static void swap(Path link, Path target) throws IOException {
		Path written = link.resolveSibling("written.link");
		Files.move(Files.createSymbolicLink(written, target), link, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void assertRefused(ApplicationContext context) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SecuredApplication.connect(context));
		assertThat(SecuredApplication.health(context).getDetails()).hasEntrySatisfying("reason",
				(reason) -> assertThat(reason).hasToString("UNTRUSTED_ROOT"));
	}

}

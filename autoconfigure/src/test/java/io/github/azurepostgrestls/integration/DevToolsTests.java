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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application under Spring Boot's dev tools, which has a class loader for the
 * classes of the application and one for libraries.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class DevToolsTests {

	private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

	@Test
	void connectionsStayVerifiedAfterRestartsAndNothingIsLeft(TlsPostgres server, @TempDir Path directory)
			throws Exception {
		String classPath = System.getProperty("java.class.path")
			.replace(CLASSES.toString(), jar(directory.resolve("starter.jar")).toString());
		List<String> lines = run(server, server.createDatabase("neighbour_devtools"), classPath);
		assertThat(lines).filteredOn((line) -> line.startsWith("Starter"))
			.hasSize(DevToolsApplication.RESTARTS + 1)
			.containsOnly("Starter from AppClassLoader, protocol TLSv1.3, connections 1");
		assertThat(lines).contains("Nothing left");
	}

	// The driver finds another copy of the starter, which knows no context
	@Test
	void connectsToNothingWhereTheStarterIsRestartedWithoutTheDriver(TlsPostgres server) throws Exception {
		List<String> lines = run(server, server.createDatabase("neighbour_devtools_2"),
				System.getProperty("java.class.path"));
		assertThat(lines).noneMatch((line) -> line.startsWith("Starter"))
			.anyMatch((line) -> line.contains("GuardedSocketFactory could not be instantiated"));
	}

	private static List<String> run(TlsPostgres server, String url, String classPath) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", classPath, DevToolsApplication.class.getName(),
				"--spring.datasource.url=" + url, "--spring.datasource.username=" + TlsPostgres.USER,
				"--spring.datasource.password=" + TlsPostgres.PASSWORD,
				"--spring.datasource.hikari.maximum-pool-size=1", "--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--spring.docker.compose.enabled=false",
				"--azure.postgres.tls.root-certificates=" + server.authority().rootPem())
			.redirectErrorStream(true)
			.start();
		try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
			return lines.toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Path jar(Path file) throws IOException {
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
				Stream<Path> classes = Files.walk(CLASSES)) {
			for (Path path : classes.filter(Files::isRegularFile).toList()) {
				jar.putNextEntry(new JarEntry(CLASSES.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, jar);
			}
		}
		return file;
	}

}

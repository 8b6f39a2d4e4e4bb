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

package io.github.azurepostgrestls.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as Spring's ahead-of-time processing prepared it, in a separate JVM.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class AheadOfTimeTests {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void connectsAndReportsHealth(TlsPostgres server) throws Exception {
		Path log = this.directory.resolve("application.log");
		Process application = start(log, server);
		try {
			int port = awaitPort(application, log);
			RestTestClient.bindToServer()
				.baseUrl("http://localhost:" + port)
				.build()
				.get()
				.uri("/actuator/health/azurePostgresTls")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.details.protocol")
				.isEqualTo("TLSv1.3")
				.jsonPath("$.details.certificateChain.length()")
				.isEqualTo(3);
			assertThat(Files.readString(log)).contains("Starting AOT-processed SampleApplication");
		}
		finally {
			application.destroy();
			application.waitFor();
		}
	}

	private static Process start(Path log, TlsPostgres server) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ProcessBuilder(java, "-Dspring.aot.enabled=true",
				"-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file"), "-cp",
				System.getProperty("java.class.path"), SampleApplication.class.getName(), "--server.port=0",
				"--spring.datasource.url=" + server.jdbcUrl(AzureHosts.SERVER),
				"--spring.datasource.username=" + TlsPostgres.USER,
				"--spring.datasource.password=" + TlsPostgres.PASSWORD,
				"--azure.postgres.tls.root-certificates=" + server.authority().rootPem())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

	private static int awaitPort(Process application, Path log) {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
			assertThat(application.isAlive()).as(Files.readString(log)).isTrue();
			Matcher started = STARTED.matcher(Files.readString(log));
			return started.find() ? Integer.parseInt(started.group(1)) : 0;
		}, (port) -> port > 0);
	}

}

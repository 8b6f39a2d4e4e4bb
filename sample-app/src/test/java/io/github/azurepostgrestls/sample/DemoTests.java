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
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the demo, in a separate JVM.
 *
 * @author the azure-postgres-tls contributors
 */
class DemoTests {

	private static final int PORT = 8080;

	@TempDir
	private Path directory;

	@Test
	void takesAFreePortAndPrintsOnlyWhatAPersonNeeds() throws Exception {
		ServerSocket occupied = occupy();
		Path log = this.directory.resolve("demo.log");
		Process demo = start(log);
		try {
			Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
				assertThat(demo.isAlive()).as(Files.readString(log)).isTrue();
				assertThat(Files.readString(log)).contains("Ctrl+C");
			});
			String output = Files.readString(log);
			assertThat(output).startsWith("Starting PostgreSQL with TLS.").contains("Port 8080 is in use");
			assertThat(output.lines()).as(output).hasSizeLessThan(25);
			String page = output.lines()
				.map(String::strip)
				.filter((line) -> line.matches("http://localhost:\\d+/"))
				.findFirst()
				.orElseThrow();
			assertThat(page).isNotEqualTo("http://localhost:8080/");
			RestTestClient client = RestTestClient.bindToServer().baseUrl(page).build();
			assertThat(RestTestClientResponse.from(client.get().uri("").accept(MediaType.TEXT_HTML).exchange()))
				.bodyText()
				.contains("Verified", "Lab", "Expired certificate");
		}
		finally {
			demo.destroy();
			demo.waitFor();
			occupied.close();
		}
	}

	// Another process may occupy the port already
	private static ServerSocket occupy() throws IOException {
		try {
			return new ServerSocket(PORT);
		}
		catch (BindException ex) {
			return new ServerSocket(0);
		}
	}

	private static Process start(Path log) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
				TestSampleApplication.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

}

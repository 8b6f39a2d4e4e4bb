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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.azurepostgrestls.test.AzureHosts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SampleApplication} with the profile {@code r2dbc}, over HTTP.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(EmbeddedServer.class)
@ActiveProfiles("r2dbc")
class R2dbcBesideJdbcTests {

	@BeforeAll
	static void startServer() throws Exception {
		EmbeddedServer.start();
	}

	private RestTestClient client;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	void healthProvesVerifiedTlsOfBoth() {
		RestTestClientResponse health = get("/actuator/health/azurePostgresTls");
		assertThat(health).hasStatus(HttpStatus.OK);
		assertThat(health).bodyJson().extractingPath("$.status").isEqualTo("UP");
		assertThat(health).bodyJson()
			.extractingPath("$.components")
			.asMap()
			.containsOnlyKeys("dataSource", "connectionFactory");
		assertThat(health).bodyJson().extractingPath("$.components.dataSource.status").isEqualTo("UP");
		assertThat(health).bodyJson()
			.extractingPath("$.components.dataSource.details")
			.asMap()
			.containsEntry("mode", "verify-full")
			.containsEntry("host", AzureHosts.SERVER)
			.containsEntry("protocol", "TLSv1.3");
		assertThat(health).bodyJson().extractingPath("$.components.connectionFactory.status").isEqualTo("UP");
		assertThat(health).bodyJson()
			.extractingPath("$.components.connectionFactory.details")
			.asMap()
			.containsEntry("mode", "verify-full")
			.containsEntry("serverName", AzureHosts.SERVER)
			.containsEntry("protocol", "TLSv1.3");
	}

	@Test
	void notesThatJdbcWritesAreCountedWithR2dbc() {
		Long before = count();
		this.client.post()
			.uri("/notes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("text", "Counted all the way"))
			.exchange()
			.expectStatus()
			.isCreated();
		assertThat(count()).isEqualTo(before + 1);
	}

	@Test
	void bothRefuseAManInTheMiddleAndRecover() {
		run("MAN_IN_THE_MIDDLE");
		awaitStatusOfBoth("DOWN");
		run("RESTORE");
		awaitStatusOfBoth("UP");
	}

	private void run(String experiment) {
		this.client.post()
			.uri("/lab?experiment=" + experiment)
			.header("HX-Request", "true")
			.exchange()
			.expectStatus()
			.isOk();
	}

	private void awaitStatusOfBoth(String status) {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			RestTestClientResponse health = get("/actuator/health/azurePostgresTls");
			for (String name : List.of("dataSource", "connectionFactory")) {
				assertThat(health).bodyJson()
					.extractingPath("$.components.%s.status".formatted(name))
					.isEqualTo(status);
			}
		});
	}

	private Long count() {
		return this.client.get()
			.uri("/notes/count")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Long.class)
			.returnResult()
			.getResponseBody();
	}

	private RestTestClientResponse get(String path) {
		return RestTestClientResponse.from(this.client.get().uri(path).exchange());
	}

}

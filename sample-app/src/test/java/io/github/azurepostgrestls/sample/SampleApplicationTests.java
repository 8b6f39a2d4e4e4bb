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

import java.util.Map;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication} on an embedded server, over HTTP.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(EmbeddedServer.class)
class SampleApplicationTests {

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
	void healthProvesVerifiedTls(@Autowired TlsPostgres server) {
		RestTestClientResponse health = get("/actuator/health");
		assertThat(health).hasStatus(HttpStatus.OK);
		assertThat(health).bodyJson().extractingPath("$.status").isEqualTo("UP");
		assertThat(health).bodyJson().extractingPath("$.components.azurePostgresTls.status").isEqualTo("UP");
		assertThat(health).bodyJson()
			.extractingPath("$.components.azurePostgresTls.details")
			.asMap()
			.containsEntry("mode", "verify-full")
			.containsEntry("host", AzureHosts.SERVER)
			.containsEntry("protocol", "TLSv1.3")
			.containsEntry("trustAnchor", server.authority().root().getSubjectX500Principal().getName());
	}

	@Test
	void healthShowsChainFromServerToRoot() {
		RestTestClientResponse health = get("/actuator/health/azurePostgresTls");
		assertThat(health).bodyJson().extractingPath("$.details.certificateChain").asArray().hasSize(3);
		assertThat(health).bodyJson()
			.extractingPath("$.details.certificateChain[0].subjectAlternativeNames")
			.asArray()
			.contains(AzureHosts.SERVER);
	}

	@Test
	void endpointTellsHowTheDataSourceIsSecured() {
		RestTestClientResponse endpoint = get("/actuator/azurepostgrestls/dataSource");
		assertThat(endpoint).hasStatus(HttpStatus.OK);
		assertThat(endpoint).bodyJson().extractingPath("$.servers[0].host").isEqualTo(AzureHosts.SERVER);
		assertThat(endpoint).bodyJson()
			.extractingPath("$.configuration['azure.postgres.tls.mode'].value")
			.isEqualTo("verify-full");
		assertThat(endpoint).bodyJson().extractingPath("$.trustedRoots").asArray().hasSize(1);
		assertThat(get("/actuator/azurepostgrestls")).bodyJson().hasPath("$.dataSources.dataSource");
		assertThat(get("/actuator/azurepostgrestls/unknown")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void probeShakesHandsWithTheServer() {
		RestTestClientResponse probe = RestTestClientResponse
			.from(this.client.post().uri("/actuator/azurepostgrestls").exchange());
		assertThat(probe).hasStatus(HttpStatus.OK);
		assertThat(probe).bodyJson().extractingPath("$.servers[0].verified").isEqualTo(true);
		assertThat(probe).bodyJson().extractingPath("$.servers[0].presentedChain").asArray().hasSize(2);
	}

	@Test
	void metricsCountVerifiedConnections() {
		get("/notes");
		assertThat(get("/actuator/metrics/azure.postgres.tls.connections?tag=protocol:TLSv1.3")).bodyJson()
			.extractingPath("$.measurements[0].value")
			.asNumber()
			.satisfies((count) -> assertThat(count.doubleValue()).isPositive());
	}

	@Test
	void notesAreKept() {
		RestTestClientResponse written = write("Verified all the way");
		assertThat(written).hasStatus(HttpStatus.CREATED);
		assertThat(get("/notes")).bodyJson().extractingPath("$[*].text").asArray().contains("Verified all the way");
	}

	@Test
	void emptyNoteIsRefused() {
		assertThat(write(" ")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void homeTellsWhereToLook() {
		assertThat(get("/")).bodyJson()
			.extractingPath("$.tls")
			.asString()
			.endsWith("/actuator/health/azurePostgresTls");
	}

	private RestTestClientResponse get(String path) {
		return RestTestClientResponse.from(this.client.get().uri(path).exchange());
	}

	private RestTestClientResponse write(String text) {
		return RestTestClientResponse.from(this.client.post()
			.uri("/notes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("text", text))
			.exchange());
	}

}

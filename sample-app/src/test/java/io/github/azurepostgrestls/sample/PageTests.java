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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link SampleApplication} shows at its root, over HTTP.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.prometheus.metrics.export.enabled=true")
@TlsPostgresTest
class PageTests {

	private static final MediaType[] BROWSER = { MediaType.TEXT_HTML, MediaType.APPLICATION_XHTML_XML, MediaType.ALL };

	private static final Pattern VERSION = Pattern.compile("shown=(-?\\d+)");

	private RestTestClient client;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	void browserGetsThePage() {
		RestTestClientResponse page = get("/", BROWSER);
		assertThat(page).hasStatus(HttpStatus.OK);
		assertThat(page).hasContentTypeCompatibleWith(MediaType.TEXT_HTML);
		assertThat(page).bodyText().contains("TLS at work", "Verified", AzureHosts.SERVER, "TLSv1.3", "In use");
	}

	@Test
	void otherClientsGetJson() {
		for (MediaType accepted : new MediaType[] { MediaType.ALL, MediaType.APPLICATION_JSON }) {
			RestTestClientResponse home = get("/", accepted);
			assertThat(home).hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
			assertThat(home).bodyJson().hasPath("$.tls");
		}
	}

	@Test
	void clientThatAcceptsAnythingGetsJson() {
		assertThat(RestTestClientResponse.from(this.client.get().uri("/").exchange()))
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
	}

	@Test
	void whatThePageShowsIsNotSentAgain() {
		assertThat(get("/connections?shown=0", BROWSER)).bodyText().contains("Verified").doesNotContain("<body>");
		// The state is settled once no connection is being opened
		Matcher version = VERSION.matcher(body("/connections?shown=0"));
		assertThat(version.find()).isTrue();
		RestTestClientResponse unchanged = get("/connections?shown=" + version.group(1), BROWSER);
		assertThat(unchanged).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(unchanged).bodyText().isEmpty();
	}

	@Test
	void applicationHasNoLab() {
		assertThat(get("/", BROWSER)).bodyText().doesNotContain("<aside", "Lab");
		assertThat(RestTestClientResponse
			.from(this.client.post().uri("/lab?experiment=EXPIRED").header("HX-Request", "true").exchange()))
			.hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void scriptAndStyleAreServedWithoutAnotherHost() {
		String page = body("/");
		assertThat(page).doesNotContainPattern("(src|href)=\"(https?:)?//");
		Matcher files = Pattern.compile("(?:src|href)=\"(/[^\"]+\\.(?:js|css|svg))\"").matcher(page);
		assertThat(files.results().map((file) -> file.group(1))).hasSize(4)
			.allSatisfy((file) -> assertThat(get(file, MediaType.ALL)).hasStatus(HttpStatus.OK));
	}

	@Test
	void prometheusReadsTheMetrics() {
		assertThat(get("/actuator/prometheus", MediaType.TEXT_PLAIN)).bodyText()
			.contains("azure_postgres_tls_connections");
	}

	private String body(String path) {
		String body = this.client.get()
			.uri(path)
			.accept(BROWSER)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return (body != null) ? body : "";
	}

	private RestTestClientResponse get(String path, MediaType... accepted) {
		return RestTestClientResponse.from(this.client.get().uri(path).accept(accepted).exchange());
	}

}

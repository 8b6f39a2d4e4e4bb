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

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus scrapes the sample application, with the alerts and the queries of
 * the dashboard that the guide offers. Alerts wait for nothing here.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
class PrometheusTests {

	private static final Path OPERATIONS = Path.of("..", "docs", "src", "ops");

	private final HttpClient http = HttpClient.newHttpClient();

	private TlsPostgres server;

	private ConfigurableApplicationContext application;

	private Process prometheus;

	private int port;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		requirePrometheus();
		AzureHosts.install();
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		this.server = TlsPostgres.start(authority, authority.issue(AzureHosts.SERVER));
		this.application = ConfiguredSample.of(this.server).run();
		this.port = freePort();
		Files.writeString(directory.resolve("rules.yml"),
				Files.readString(OPERATIONS.resolve("prometheus-rules.yml")).replaceAll("for: \\w+", "for: 0s"));
		Files.writeString(directory.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				  evaluation_interval: 1s
				rule_files: [ rules.yml ]
				scrape_configs:
				  - job_name: notes
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: [ '127.0.0.1:%s' ]
				""".formatted(this.application.getEnvironment().getRequiredProperty("local.server.port")));
		this.prometheus = new ProcessBuilder("prometheus", "--config.file=" + directory.resolve("prometheus.yml"),
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
	}

	@AfterEach
	void stop() throws IOException, InterruptedException {
		if (this.prometheus != null) {
			this.prometheus.destroy();
			this.prometheus.waitFor(10, TimeUnit.SECONDS);
		}
		if (this.application != null) {
			this.application.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void showsEveryQueryOfTheDashboardAndFiresForWhatHappens() throws IOException {
		List<String> queries = JsonPath.read(Files.readString(OPERATIONS.resolve("grafana-dashboard.json")),
				"$.panels[*].targets[*].expr");
		assertThat(queries).isNotEmpty()
			.allSatisfy((query) -> await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(results(query)).as(query).isNotEmpty()));
		assertThat(firing()).isEmpty();
		this.server.presentExpiringCertificate(Duration.ofDays(2));
		reconnect();
		awaitFiring("AzurePostgresTlsCertificateExpiring");
		this.server.presentUntrustedCertificate();
		reconnect();
		awaitFiring("AzurePostgresTlsFailures");
		this.server.restore();
		reconnect();
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(results("azure_postgres_tls_failure_open > 0")).isEmpty());
		this.server.close();
		evictConnections();
		awaitFiring("AzurePostgresTlsServerUnreachable");
	}

	private void reconnect() {
		this.server.closeConnections();
		evictConnections();
	}

	private void evictConnections() {
		this.application.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
	}

	private void awaitFiring(String alert) {
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(firing()).contains(alert));
	}

	private List<String> firing() throws IOException {
		return JsonPath.read(get("/api/v1/alerts"), "$.data.alerts[?(@.state == 'firing')].labels.alertname");
	}

	// As Grafana does, with all jobs, instances and names
	private List<Object> results(String query) throws IOException {
		String complete = query.replace("$__rate_interval", "15s").replaceAll("\\$(job|instance|name)", ".*");
		return JsonPath.read(get("/api/v1/query?query=" + URLEncoder.encode(complete, StandardCharsets.UTF_8)),
				"$.data.result");
	}

	private String get(String path) throws IOException {
		try {
			return this.http
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(this.port, path))).build(),
						BodyHandlers.ofString())
				.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	// Debian's package prometheus has it; a laptop may not
	private static void requirePrometheus() {
		boolean present = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "prometheus")));
		if (System.getenv("CI") != null) {
			assertThat(present).as("prometheus").isTrue();
		}
		Assumptions.assumeTrue(present, "prometheus is not installed");
	}

}

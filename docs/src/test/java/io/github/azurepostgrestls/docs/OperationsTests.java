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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the dashboard and the alerts to the metrics that the guide describes.
 *
 * @author the azure-postgres-tls contributors
 */
class OperationsTests {

	private static final Path OPERATIONS = Path.of("src", "ops");

	private static final Pattern METRIC = Pattern.compile("azure_postgres_tls_[a-z_]+");

	@ParameterizedTest
	@ValueSource(strings = { "check rules prometheus-rules.yml", "test rules prometheus-rules-tests.yml" })
	void promtoolAgreesToTheAlerts(String arguments) throws IOException, InterruptedException {
		InstalledProgram.require("promtool");
		Process process = new ProcessBuilder(("promtool " + arguments).split(" ")).directory(OPERATIONS.toFile())
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(said).isZero();
	}

	@Test
	void dashboardShowsEveryMetricOfTheGuide() throws IOException {
		List<String> queries = JsonPath.read(read("grafana-dashboard.json"), "$.panels[*].targets[*].expr");
		assertThat(metricsIn(String.join(" ", queries))).isEqualTo(metricsOfTheGuide());
	}

	@Test
	void alertsUseTheMetricsOfTheGuide() throws IOException {
		assertThat(metricsOfTheGuide()).containsAll(metricsIn(read("prometheus-rules.yml")));
	}

	@Test
	void everyAlertIsTestedAndInTheGuide() throws IOException {
		Set<String> alerts = Pattern.compile("alert: (\\w+)")
			.matcher(read("prometheus-rules.yml"))
			.results()
			.map((MatchResult match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		String tests = read("prometheus-rules-tests.yml");
		assertThat(alerts).isNotEmpty()
			.allSatisfy((alert) -> assertThat(tests).contains("alertname: " + alert))
			.allSatisfy((alert) -> assertThat(guide()).contains("|`" + alert + "`"));
	}

	@Test
	void everyAlertLeadsToAnEntryOfTheRunbook() throws IOException {
		String runbook = Files.readString(Path.of("src", "docs", "asciidoc", "runbook.adoc"));
		List<String> links = Pattern.compile("runbook_url: \".+/runbook\\.html#(.+)\"")
			.matcher(read("prometheus-rules.yml"))
			.results()
			.map((MatchResult link) -> link.group(1))
			.toList();
		assertThat(links)
			.hasSize(Pattern.compile("- alert:").matcher(read("prometheus-rules.yml")).results().toList().size());
		assertThat(links).filteredOn((link) -> !link.contains("$labels.reason"))
			.allSatisfy((link) -> assertThat(runbook).contains("[[" + link + "]]"));
		assertThat(FailureReason.values()).allSatisfy((reason) -> assertThat(runbook)
			.contains("[[" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-') + "]]"));
	}

	private static Set<String> metricsOfTheGuide() throws IOException {
		return metricsIn(guide());
	}

	// A timer has several series
	private static Set<String> metricsIn(String text) {
		return METRIC.matcher(text)
			.results()
			.map(MatchResult::group)
			.map((name) -> name.replaceFirst("_seconds_(sum|count|max)$", "_seconds"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String guide() throws IOException {
		return Files.readString(Path.of("src", "docs", "asciidoc", "operations.adoc"));
	}

	private static String read(String file) throws IOException {
		return Files.readString(OPERATIONS.resolve(file));
	}

}

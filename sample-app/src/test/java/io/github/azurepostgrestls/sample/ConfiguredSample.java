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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How {@link SampleApplication} is configured and started, and how its texts are shown in
 * the guide.
 *
 * @param url the JDBC URL
 * @param properties the other properties
 * @param shown what is shown in place of what differs from run to run
 * @author the azure-postgres-tls contributors
 */
record ConfiguredSample(String url, Map<String, String> properties, Map<String, String> shown) {

	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");

	private static final Pattern LIMIT = Pattern.compile("within [0-9.]+ s\\b");

	static ConfiguredSample of(TlsPostgres server) {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("server.port", "0");
		properties.put("spring.datasource.username", TlsPostgres.USER);
		properties.put("spring.datasource.password", TlsPostgres.PASSWORD);
		properties.put("azure.postgres.tls.root-certificates", server.authority().rootPem());
		return new ConfiguredSample(server.jdbcUrl(AzureHosts.SERVER), properties, Map.of())
			.showing(":" + server.port(), ":5432");
	}

	ConfiguredSample at(String host) {
		return withUrl(this.url.replaceFirst("//[^:]+", "//" + host));
	}

	ConfiguredSample at(String host, int port) {
		return withUrl(this.url.replaceFirst("//[^/]+", "//" + host + ":" + port)).showing(":" + port, ":5432");
	}

	ConfiguredSample withDatabase(String database) {
		return withUrl(this.url.replaceFirst("/\\w+$", "/" + database));
	}

	ConfiguredSample withParameter(String parameter) {
		return withUrl(this.url + "?" + parameter);
	}

	private ConfiguredSample withUrl(String url) {
		return new ConfiguredSample(url, this.properties, this.shown);
	}

	ConfiguredSample with(String property, String value) {
		Map<String, String> properties = new LinkedHashMap<>(this.properties);
		properties.put(property, value);
		return new ConfiguredSample(this.url, properties, this.shown);
	}

	ConfiguredSample without(String property) {
		Map<String, String> properties = new LinkedHashMap<>(this.properties);
		properties.remove(property);
		return new ConfiguredSample(this.url, properties, this.shown);
	}

	ConfiguredSample showing(String text, String replacement) {
		Map<String, String> shown = new LinkedHashMap<>(this.shown);
		shown.put(text, replacement);
		return new ConfiguredSample(this.url, this.properties, shown);
	}

	ConfigurableApplicationContext run() {
		return SpringApplication.run(SampleApplication.class,
				with("spring.datasource.url", this.url).properties.entrySet()
					.stream()
					.map((property) -> "--%s=%s".formatted(property.getKey(), property.getValue()))
					.toArray(String[]::new));
	}

	static String urlOf(ConfigurableApplicationContext context) {
		return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
	}

	String show(String text) {
		String result = TIME.matcher(text).replaceAll("2026-07-01T00:00:00Z");
		result = LIMIT.matcher(result).replaceAll("within 1 s");
		for (Map.Entry<String, String> replacement : this.shown.entrySet()) {
			result = result.replace(replacement.getKey(), replacement.getValue());
		}
		return result;
	}

}

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

import de.codecentric.boot.admin.server.config.EnableAdminServer;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the sample application as an instance in Spring Boot Admin.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class SpringBootAdminTests {

	@Test
	void showsTheDetailsOfTheHealth(TlsPostgres server) throws Exception {
		try (ConfigurableApplicationContext admin = new SpringApplicationBuilder(AdminServer.class)
			.run("--server.port=0"); ConfigurableApplicationContext sample = runSample(server, url(admin))) {
			RestTestClient client = RestTestClient.bindToServer().baseUrl(url(admin)).build();
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				RestTestClientResponse instances = RestTestClientResponse
					.from(client.get().uri("/instances").accept(MediaType.APPLICATION_JSON).exchange());
				assertThat(instances).bodyJson().extractingPath("$[0].registration.name").isEqualTo("notes");
				assertThat(instances).bodyJson()
					.extractingPath("$[0].statusInfo.details.azurePostgresTls.status")
					.isEqualTo("UP");
				assertThat(instances).bodyJson()
					.extractingPath("$[0].statusInfo.details.azurePostgresTls.details")
					.asMap()
					.containsEntry("mode", "verify-full")
					.containsEntry("host", AzureHosts.SERVER)
					.containsEntry("protocol", "TLSv1.3");
			});
		}
	}

	// At an address: in this JVM, the machine's name leads nowhere
	private static ConfigurableApplicationContext runSample(TlsPostgres server, String admin) throws Exception {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--spring.datasource.url=" + server.createDatabase("admin").replace("localhost", AzureHosts.SERVER),
				"--spring.datasource.username=" + TlsPostgres.USER,
				"--spring.datasource.password=" + TlsPostgres.PASSWORD,
				"--azure.postgres.tls.root-certificates=" + server.authority().rootPem(),
				"--spring.boot.admin.client.url=" + admin, "--server.address=127.0.0.1",
				"--spring.boot.admin.client.instance.service-host-type=ip");
	}

	private static String url(ConfigurableApplicationContext context) {
		return "http://localhost:" + ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	@EnableAdminServer
	static class AdminServer {

	}

}

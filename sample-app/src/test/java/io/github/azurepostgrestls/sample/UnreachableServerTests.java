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

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@link SampleApplication} shows of a server that it can't reach any more.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class UnreachableServerTests {

	@Test
	void pageSaysThatThereIsNoConnection(TlsPostgres server) throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(server.port());
				ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class,
						"--server.port=0",
						"--spring.datasource.url=jdbc:postgresql://%s:%d/%s".formatted(AzureHosts.SERVER, proxy.port(),
								TlsPostgres.DATABASE),
						"--spring.datasource.username=" + TlsPostgres.USER,
						"--spring.datasource.password=" + TlsPostgres.PASSWORD,
						"--spring.datasource.hikari.connection-timeout=1000",
						"--azure.postgres.tls.root-certificates=" + server.authority().rootPem())) {
			RestTestClient client = RestTestClient.bindToServer()
				.baseUrl("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"))
				.build();
			assertThat(page(client)).bodyText().contains("Verified");
			proxy.close();
			context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			await().untilAsserted(
					() -> assertThat(page(client)).bodyText().contains("No connection", "CONNECTION_FAILED"));
		}
	}

	private static RestTestClientResponse page(RestTestClient client) {
		RestTestClientResponse page = RestTestClientResponse
			.from(client.get().uri("/").accept(MediaType.TEXT_HTML).exchange());
		assertThat(page).hasStatus(HttpStatus.OK);
		return page;
	}

}

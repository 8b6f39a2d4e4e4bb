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

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what {@link SampleApplication} shows at its root if it is configured
 * otherwise.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class PageOfConfiguredSampleTests {

	@Test
	void pageSaysThatThereIsNoConnection(TlsPostgres server) throws Exception {
		try (RecordingProxy proxy = RecordingProxy.start(server.port());
				ConfigurableApplicationContext context = ConfiguredSample.of(server)
					.at(AzureHosts.SERVER, proxy.port())
					.with("spring.datasource.hikari.connection-timeout", "1000")
					.run()) {
			assertThat(page(context)).bodyText().contains("Verified");
			proxy.close();
			await().untilAsserted(() -> {
				// Each time, for the pool may add one that it was opening meanwhile
				context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
				assertThat(page(context)).bodyText().contains("No connection", "CONNECTION_FAILED");
			});
		}
	}

	@Test
	void pageShowsTheDataSourceBesideConnectionsOfFlyway(TlsPostgres server) {
		try (ConfigurableApplicationContext context = ConfiguredSample.of(server)
			.with("spring.flyway.url", server.jdbcUrl(AzureHosts.SERVER))
			.with("spring.flyway.user", TlsPostgres.USER)
			.with("spring.flyway.password", TlsPostgres.PASSWORD)
			.run()) {
			assertThat(page(context)).bodyText().contains("dataSource", "Verified");
		}
	}

	private static RestTestClientResponse page(ConfigurableApplicationContext context) {
		RestTestClientResponse page = RestTestClientResponse.from(RestTestClient.bindToServer()
			.baseUrl(ConfiguredSample.urlOf(context))
			.build()
			.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange());
		assertThat(page).hasStatus(HttpStatus.OK);
		return page;
	}

}

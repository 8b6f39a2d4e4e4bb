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

import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a browser outlives the application.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class StoppedApplicationInBrowserTests {

	@Test
	void pageSaysThatTheApplicationDoesNotAnswer(TlsPostgres server) {
		try (Browser browser = Browser.start();
				ConfigurableApplicationContext context = ConfiguredSample.of(server).run()) {
			browser.open(ConfiguredSample.urlOf(context));
			browser.eventually(".status", (status) -> assertThat(status.getText()).endsWith("Verified"));
			assertThat(browser.find("#stale").isDisplayed()).isFalse();
			context.close();
			browser.eventually("#stale", (warning) -> assertThat(warning.isDisplayed()).isTrue());
		}
	}

}

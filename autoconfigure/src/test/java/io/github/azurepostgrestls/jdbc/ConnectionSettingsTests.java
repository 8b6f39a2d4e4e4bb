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

package io.github.azurepostgrestls.jdbc;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionSettings}.
 *
 * @author the azure-postgres-tls contributors
 */
class ConnectionSettingsTests {

	@Test
	void valuesThatAreNoTextAreReadAsText() {
		assertThat(ConnectionSettings.parameters(Map.of("connectTimeout", 5)))
			.containsExactly(new DriverParameter("connectTimeout", "5"));
	}

	@Test
	void namesKeepTheirCase() {
		Properties properties = new Properties();
		properties.setProperty("SSLMODE", "disable");
		assertThat(ConnectionSettings.parameters(properties))
			.containsExactly(new DriverParameter("SSLMODE", "disable"));
	}

}

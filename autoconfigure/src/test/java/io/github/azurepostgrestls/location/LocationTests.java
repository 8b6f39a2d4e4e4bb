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

package io.github.azurepostgrestls.location;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Location}: what it is called and what it is. What it reads is tested
 * where it is used.
 *
 * @author the azure-postgres-tls contributors
 */
class LocationTests {

	private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

	@Test
	void inlinePemIsItsOwnContentAndNotShown() {
		Location location = location(PEM);
		assertThat(location.describe()).isEqualTo("inline PEM");
		assertThat(location.file()).isNull();
		assertThat(location.read()).asString(StandardCharsets.UTF_8).isEqualTo(PEM);
		assertThat(location.refused("Why.", "What to do.")).hasMessageNotContaining("MIIB");
	}

	@Test
	void elementOfAListKnowsItsIndexAndHasNoSpaceAroundIt() {
		List<Location> locations = Location.listOf("property", List.of("first.pem", " second.pem\t"), Location.SMALL,
				new DefaultResourceLoader());
		assertThat(locations).extracting(Location::describe).containsExactly("first.pem", "second.pem");
		assertThat(locations.get(1).refused("Why.", "What to do."))
			.hasMessageContaining("Property 'property[1]' has the value 'second.pem'");
	}

	@Test
	void nothingIsLoadedFromTheNetwork() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class)
			.isThrownBy(() -> location("https://127.0.0.1:1/root.pem").read())
			.withMessageContaining("Nothing is loaded from there");
	}

	private static Location location(String value) {
		return new Location("property", value, Location.SMALL, new DefaultResourceLoader());
	}

}

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

package io.github.azurepostgrestls.properties;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Binds the settings of a DataSource as an application does.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TestSettings {

	private TestSettings() {
	}

	/**
	 * Bind settings.
	 * @param properties the properties by their names below the prefix
	 * @return the settings of a DataSource without overrides
	 */
	public static TlsSettings of(Map<String, String> properties) {
		Map<String, String> prefixed = new HashMap<>();
		properties.forEach((name, value) -> prefixed.put(AzurePostgresTlsProperties.PREFIX + "." + name, value));
		return new TlsSettingsResolver(new Binder(new MapConfigurationPropertySource(prefixed))
			.bindOrCreate(AzurePostgresTlsProperties.PREFIX, AzurePostgresTlsProperties.class))
			.settingsOf("dataSource");
	}

}

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

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties.DataSourceOverride;

/**
 * Resolves the settings of each DataSource once.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TlsSettingsResolver {

	private final AzurePostgresTlsProperties properties;

	private final Map<String, TlsSettings> resolved = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link TlsSettingsResolver} instance.
	 * @param properties the configuration properties
	 */
	public TlsSettingsResolver(AzurePostgresTlsProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return what is configured for a DataSource.
	 * @param name the name of its bean
	 * @return its overrides where there are any, and the common settings
	 * @throws InvalidTlsConfigurationException if the settings contradict each other
	 */
	public TlsSettings settingsOf(String name) {
		return this.resolved.computeIfAbsent(name, this::resolve);
	}

	private TlsSettings resolve(String name) {
		return new TlsSettings(this.properties, name,
				this.properties.dataSources()
					.entrySet()
					.stream()
					.filter((override) -> isOf(override.getKey(), name))
					.min(Comparator.comparing((override) -> !override.getKey().equals(name)))
					.map(Map.Entry::getValue)
					.orElse(DataSourceOverride.NONE));
	}

	/**
	 * Return whether overrides belong to a DataSource. Environment variables have neither
	 * lower case letters nor dashes.
	 * @param key the key of the overrides
	 * @param name the name of the bean
	 * @return whether they are the same in the uniform form of relaxed binding
	 */
	public static boolean isOf(String key, String name) {
		return uniform(key).equals(uniform(name));
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}

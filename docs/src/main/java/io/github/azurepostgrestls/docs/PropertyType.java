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

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;

/**
 * The type of a property as readers need it.
 *
 * @param name the name without packages
 * @param values the values to choose from, empty if there are too many to list
 * @author the azure-postgres-tls contributors
 */
record PropertyType(String name, List<String> values) {

	static PropertyType of(ConfigurationMetadataProperty property) {
		String type = property.getType();
		List<String> hints = hints(property);
		return new PropertyType(type.replaceAll("[\\w.]+[.$](?=\\w)", ""), hints.isEmpty() ? constants(type) : hints);
	}

	// With a provider the hints are only some of the possible values
	private static List<String> hints(ConfigurationMetadataProperty property) {
		if (!property.getHints().getValueProviders().isEmpty()) {
			return List.of();
		}
		return property.getHints().getValueHints().stream().map((hint) -> String.valueOf(hint.getValue())).toList();
	}

	private static List<String> constants(String type) {
		try {
			Class<?> candidate = Class.forName(type, false, PropertyType.class.getClassLoader());
			return candidate.isEnum() ? Stream.of(candidate.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList() : List.of();
		}
		catch (ClassNotFoundException ex) {
			// A generic type, which is no enum
			return List.of();
		}
	}

}

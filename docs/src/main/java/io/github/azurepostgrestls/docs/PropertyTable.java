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

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepository;

/**
 * The table of properties in AsciiDoc. The name of each property is an anchor, so that a
 * chapter that refers to a property that no longer exists fails the build.
 *
 * @author the azure-postgres-tls contributors
 */
final class PropertyTable {

	private static final String HEADER = """
			[.properties,cols="3,5"]
			|===
			|Property |Description
			""";

	private static final String FOOTER = """
			|===
			""";

	private final List<ConfigurationMetadataProperty> properties;

	private PropertyTable(List<ConfigurationMetadataProperty> properties) {
		this.properties = properties;
	}

	/**
	 * Select the properties under some prefixes.
	 * @param metadata the metadata
	 * @param prefixes the prefixes, without the dot at their end
	 * @return the table, sorted by name
	 * @throws IllegalStateException if a prefix has no properties, or if a property has
	 * no description
	 */
	static PropertyTable of(ConfigurationMetadataRepository metadata, List<String> prefixes) {
		List<ConfigurationMetadataProperty> properties = prefixes.stream()
			.flatMap((prefix) -> propertiesUnder(prefix, metadata).stream())
			.sorted(Comparator.comparing(ConfigurationMetadataProperty::getId))
			.toList();
		properties.forEach(PropertyTable::requireDescription);
		return new PropertyTable(properties);
	}

	private static List<ConfigurationMetadataProperty> propertiesUnder(String prefix,
			ConfigurationMetadataRepository metadata) {
		List<ConfigurationMetadataProperty> properties = metadata.getAllProperties()
			.values()
			.stream()
			.filter((property) -> property.getId().startsWith(prefix + "."))
			.toList();
		if (properties.isEmpty()) {
			throw new IllegalStateException("The configuration metadata has no property under '%s'".formatted(prefix));
		}
		return properties;
	}

	private static void requireDescription(ConfigurationMetadataProperty property) {
		String description = property.getDescription();
		if (description == null || description.isBlank()) {
			throw new IllegalStateException("The property '%s' has no description".formatted(property.getId()));
		}
	}

	String toAsciiDoc() {
		return this.properties.stream().map(PropertyTable::row).collect(Collectors.joining("", HEADER, FOOTER));
	}

	private static String row(ConfigurationMetadataProperty property) {
		PropertyType type = PropertyType.of(property);
		String anchor = "[[%s,`%s`]]".formatted(property.getId().replace('.', '-'), property.getId());
		return """

				|%s%s

				Type: %s%s

				|%s%s
				""".formatted(anchor, code(property.getId()), code(type.name()), defaultOf(property),
				verbatim(property.getDescription()), oneOf(type.values()));
	}

	private static String defaultOf(ConfigurationMetadataProperty property) {
		@Nullable Object value = property.getDefaultValue();
		Stream<?> values = (value instanceof Object[] array) ? Stream.of(array) : Stream.ofNullable(value);
		String codes = values.map(Objects::toString).map(PropertyTable::code).collect(Collectors.joining(", "));
		return codes.isEmpty() ? "" : "\n\nDefault: " + codes;
	}

	private static String oneOf(List<String> values) {
		return values.isEmpty() ? ""
				: values.stream().map(PropertyTable::code).collect(Collectors.joining(", ", " One of ", "."));
	}

	private static String code(String text) {
		return "`%s`".formatted(verbatim(text));
	}

	// Nothing in it is AsciiDoc
	private static String verbatim(String text) {
		return "pass:c[%s]".formatted(text.replace("]", "\\]").replace("|", "\\|"));
	}

}

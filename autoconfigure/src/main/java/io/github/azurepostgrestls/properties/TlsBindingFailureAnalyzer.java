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

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties.DataSourceOverride;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyMatches;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says which property is unknown, or which values a property has, as one writes them.
 *
 * @author the azure-postgres-tls contributors
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class TlsBindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName
		.of(AzurePostgresTlsProperties.PREFIX);

	private static final String DATA_SOURCES = "data-sources";

	private static final String REVOCATION = "revocation";

	private static final int GREATEST_DISTANCE = 3;

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.isAncestorOf(cause.getName()) && !PREFIX.equals(cause.getName())) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return unknown(unbound.getUnboundProperties().iterator().next(), cause);
		}
		Class<?> type = cause.getTarget().getType().resolve();
		ConfigurationProperty property = cause.getProperty();
		if (type == Boolean.class && property != null) {
			return analysis(property, String.valueOf(property.getValue()), "It is neither true nor false.",
					"Use true or false.", cause);
		}
		return (type != null && type.isEnum() && property != null) ? wrongValue(property, type, cause) : null;
	}

	private static FailureAnalysis wrongValue(ConfigurationProperty property, Class<?> type, BindException cause) {
		return analysis(property, String.valueOf(property.getValue()),
				(type == VerificationMode.class) ? "There is no such mode that verifies the server."
						: "There is no such value.",
				"Use one of these values: %s.".formatted(Arrays.stream(type.getEnumConstants())
					.map((value) -> WrittenValue.of((Enum<?>) value))
					.collect(Collectors.joining(", "))),
				cause);
	}

	private static FailureAnalysis unknown(ConfigurationProperty property, BindException cause) {
		String[] matches = matches(property.getName());
		String suggestion = (matches.length > 0) ? "Did you mean %s? ".formatted(String.join(" or ", matches)) : "";
		// What belongs to another property may be a secret
		return analysis(property, null, "There is no such property.",
				"%sCorrect or remove the property: a setting that isn't read secures nothing.".formatted(suggestion),
				cause);
	}

	private static FailureAnalysis analysis(ConfigurationProperty property, @Nullable String value, String reason,
			String action, BindException cause) {
		return new FailureAnalysis(InvalidTlsConfigurationException.describe(property.getName().toString(), value,
				property.getOrigin(), reason), action, cause);
	}

	private static String[] matches(ConfigurationPropertyName name) {
		int position = PREFIX.getNumberOfElements();
		Class<?> type = AzurePostgresTlsProperties.class;
		if (isNested(name, position, DATA_SOURCES) && name.getNumberOfElements() > position + 2) {
			position += 2;
			type = DataSourceOverride.class;
		}
		if (isNested(name, position, REVOCATION)) {
			position++;
			type = AzurePostgresTlsProperties.Revocation.class;
		}
		String field = camelCase(name.getElement(position, ConfigurationPropertyName.Form.ORIGINAL));
		String parent = name.chop(position).toString();
		return similar(field, type).map((match) -> parent + "." + DataObjectPropertyName.toDashedForm(match))
			.toArray(String[]::new);
	}

	// Those with the fewest different letters, otherwise those with the same first word
	private static Stream<String> similar(String field, Class<?> type) {
		for (int distance = 1; distance <= GREATEST_DISTANCE; distance++) {
			String[] fields = PropertyMatches.forField(field, type, distance).getPossibleMatches();
			if (fields.length > 0) {
				return Arrays.stream(fields);
			}
		}
		String word = DataObjectPropertyName.toDashedForm(field).split("-")[0];
		return Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getName)
			.filter((name) -> DataObjectPropertyName.toDashedForm(name).split("-")[0].equals(word));
	}

	private static boolean isNested(ConfigurationPropertyName name, int position, String element) {
		return name.getNumberOfElements() > position + 1
				&& name.getElement(position, ConfigurationPropertyName.Form.DASHED).equals(element);
	}

	private static String camelCase(String dashed) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : dashed.split("-")) {
			camelCase
				.append(camelCase.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
		}
		return camelCase.toString();
	}

}

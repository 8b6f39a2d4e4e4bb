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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Finds where a property was set.
 *
 * @author the azure-postgres-tls contributors
 */
public final class PropertyOrigin {

	private PropertyOrigin() {
	}

	/**
	 * Find where a property was set. An element of a list may have been set together with
	 * the others, separated by commas, or the other way round.
	 * @param environment what holds the properties
	 * @param property the full name of the property
	 * @return for example the file and the line, or {@code null} if the property isn't
	 * set or its source doesn't tell
	 */
	public static @Nullable Origin find(Environment environment, String property) {
		// Names of beans may have upper case letters, which canonical names have not
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found == null && name.isLastElementIndexed()) {
				found = source.getConfigurationProperty(name.chop(name.getNumberOfElements() - 1));
			}
			if (found == null) {
				found = source.getConfigurationProperty(name.append("[0]"));
			}
			if (found != null) {
				return found.getOrigin();
			}
		}
		return null;
	}

}

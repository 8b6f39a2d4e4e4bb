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

package io.github.azurepostgrestls.driver;

import java.util.function.Predicate;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Finds the configuration property that a JDBC URL or a parameter of the driver came
 * from.
 *
 * @author the azure-postgres-tls contributors
 */
public final class DriverSettingOrigin {

	private final Environment environment;

	/**
	 * Create a new {@link DriverSettingOrigin} instance.
	 * @param environment where settings may have come from
	 */
	public DriverSettingOrigin(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Describe where a URL came from.
	 * @param url the URL
	 * @return the property and its file and line in parentheses, or an empty text if no
	 * property holds the URL
	 */
	public String describe(String url) {
		return describe((name) -> isValueOf(name, url));
	}

	/**
	 * Describe where a parameter came from that doesn't stand in the URL.
	 * @param name the name of the parameter
	 * @param value its value
	 * @return the property and its file and line in parentheses, or an empty text if no
	 * property holds the parameter
	 */
	public String describe(String name, String value) {
		return describe((property) -> property.getLastElement(Form.UNIFORM).equalsIgnoreCase(name)
				&& isValueOf(property, value));
	}

	/**
	 * Describe where a parameter came from that stands in a URL.
	 * @param parameter the parameter as the URL has it
	 * @return the property and its file and line in parentheses, or an empty text if no
	 * property holds such a URL
	 */
	public String describeUrlWith(String parameter) {
		return describe((property) -> property.getLastElement(Form.UNIFORM).equals("url")
				&& String.valueOf(this.environment.getProperty(property.toString())).contains(parameter));
	}

	private String describe(Predicate<ConfigurationPropertyName> filter) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				try (Stream<ConfigurationPropertyName> names = iterable.stream()) {
					ConfigurationPropertyName name = names.filter(filter).findFirst().orElse(null);
					if (name != null) {
						Origin origin = Origin.from(iterable.getConfigurationProperty(name));
						return (origin != null) ? " (property %s, %s)".formatted(name, origin)
								: " (property %s)".formatted(name);
					}
				}
			}
		}
		return "";
	}

	private boolean isValueOf(ConfigurationPropertyName name, String value) {
		try {
			return value.equals(this.environment.getProperty(name.toString()));
		}
		catch (RuntimeException ex) {
			// A property that can't be resolved or decrypted is not this value
			return false;
		}
	}

}

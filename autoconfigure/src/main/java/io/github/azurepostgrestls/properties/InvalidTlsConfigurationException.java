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

import org.springframework.boot.origin.Origin;

/**
 * A configuration property has a value that can't be used.
 *
 * @author the azure-postgres-tls contributors
 */
public class InvalidTlsConfigurationException extends RuntimeException {

	private final String property;

	private final String value;

	private final String reason;

	private final String action;

	/**
	 * Create a new {@link InvalidTlsConfigurationException} instance.
	 * @param property the full name of the property
	 * @param value the value as far as it may be shown
	 * @param reason one sentence why the value can't be used
	 * @param action one sentence that says how to fix it
	 */
	public InvalidTlsConfigurationException(String property, String value, String reason, String action) {
		this(property, value, reason, action, null);
	}

	/**
	 * Create a new {@link InvalidTlsConfigurationException} instance.
	 * @param property the full name of the property
	 * @param value the value as far as it may be shown
	 * @param reason one sentence why the value can't be used
	 * @param action one sentence that says how to fix it
	 * @param cause the cause, if there is one
	 */
	public InvalidTlsConfigurationException(String property, String value, String reason, String action,
			@Nullable Throwable cause) {
		super("Property '%s' has the value '%s'. %s %s".formatted(property, value, reason, action), cause);
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Describe a property that can't be used.
	 * @param property its full name
	 * @param value its value, or {@code null} if it may not be shown
	 * @param origin where it was set, or {@code null} if that isn't known
	 * @param reason why it can't be used
	 * @return several lines
	 */
	static String describe(String property, @Nullable String value, @Nullable Origin origin, String reason) {
		StringBuilder description = new StringBuilder(
				"A property of azure.postgres.tls can't be used:%n%n".formatted());
		description.append("    Property: %s%n".formatted(property));
		if (value != null) {
			description.append("    Value: \"%s\"%n".formatted(value));
		}
		if (origin != null) {
			description.append("    Origin: %s%n".formatted(origin));
		}
		return description.append("    Reason: %s".formatted(reason)).toString();
	}

	/**
	 * Return the property.
	 * @return its full name, with an index where it is a list
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * Return the value.
	 * @return the value as far as it may be shown
	 */
	public String getValue() {
		return this.value;
	}

	/**
	 * Return why the value can't be used.
	 * @return one sentence
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return how to fix it.
	 * @return one sentence
	 */
	public String getAction() {
		return this.action;
	}

}

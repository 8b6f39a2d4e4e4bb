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

/**
 * The application's own configuration asks for something that contradicts verified TLS.
 *
 * @author the azure-postgres-tls contributors
 */
public class ContradictoryTlsSettingException extends RuntimeException {

	private final String setting;

	private final String location;

	private final String reason;

	private final String action;

	/**
	 * Create a new {@link ContradictoryTlsSettingException} instance.
	 * @param setting the setting as far as it may be shown, for example
	 * {@code sslmode=disable}
	 * @param location where it was found
	 * @param reason one sentence why it contradicts
	 * @param action one sentence that says how to fix it
	 */
	public ContradictoryTlsSettingException(String setting, String location, String reason, String action) {
		super("'%s' in %s: %s %s".formatted(setting, location, reason, action));
		this.setting = setting;
		this.location = location;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Return the setting.
	 * @return the setting as far as it may be shown
	 */
	public String getSetting() {
		return this.setting;
	}

	/**
	 * Return where the setting was found.
	 * @return the location, to follow the word "in"
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Return why the setting contradicts.
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

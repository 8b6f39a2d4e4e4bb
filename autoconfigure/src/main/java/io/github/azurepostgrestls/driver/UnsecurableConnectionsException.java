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
 * A PostgreSQL DataSource can't be secured, so it must not be used.
 *
 * @author the azure-postgres-tls contributors
 */
public class UnsecurableConnectionsException extends RuntimeException {

	private final String reason;

	private final String action;

	/**
	 * Create a new {@link UnsecurableConnectionsException} instance.
	 * @param reason one sentence that names the DataSource and why it can't be secured
	 * @param action one sentence that says how to fix it
	 */
	public UnsecurableConnectionsException(String reason, String action) {
		super(reason + " " + action);
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Return why the DataSource can't be secured.
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

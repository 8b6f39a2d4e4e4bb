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

package io.github.azurepostgrestls.autoconfigure;

import java.time.Duration;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for the health of verified TLS connections.
 *
 * @param timeout How long health waits for a connection when none is alive.
 * @author the azure-postgres-tls contributors
 */
@ConfigurationProperties("management.health.azurepostgrestls")
record AzurePostgresTlsHealthProperties(@DefaultValue("5s") Duration timeout) {

	static final String PREFIX = "management.health.azurepostgrestls";

	/**
	 * Create new {@link AzurePostgresTlsHealthProperties}.
	 */
	AzurePostgresTlsHealthProperties {
		if (timeout.toMillis() <= 0) {
			throw new InvalidTlsConfigurationException(PREFIX + ".timeout", timeout.toString(),
					"Health must wait for some time.", "Give a duration such as 5s.");
		}
	}

}

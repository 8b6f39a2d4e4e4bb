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

package io.github.azurepostgrestls.jdbc;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TlsSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Warns of a driver with a known vulnerability, and refuses it where the configuration
 * relies on what the vulnerability breaks.
 *
 * @author the azure-postgres-tls contributors
 */
final class DriverVersionCheck {

	private static final Log logger = LogFactory.getLog(DriverVersionCheck.class);

	// A server can downgrade channel binding (CVE-2026-54291)
	private static final String MINIMUM = "42.7.12";

	private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");

	private final @Nullable String version;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a new {@link DriverVersionCheck} instance.
	 * @param version the version in the manifest of the driver, or {@code null} if it has
	 * none, as in a native image
	 */
	DriverVersionCheck(@Nullable String version) {
		Matcher number = NUMBER.matcher(String.valueOf(version));
		this.version = number.find() ? number.group() : null;
	}

	/**
	 * Require that the driver can do what is configured.
	 * @param settings the settings of a DataSource
	 * @throws InvalidTlsConfigurationException if channel binding is required and the
	 * driver can't guarantee it
	 */
	void require(TlsSettings settings) {
		if (this.version == null || Arrays.compare(parts(this.version), parts(MINIMUM)) >= 0) {
			return;
		}
		if (settings.channelBinding() == ChannelBinding.REQUIRE) {
			throw new InvalidTlsConfigurationException(AzurePostgresTlsProperties.PREFIX + ".channel-binding",
					"require", "The PostgreSQL driver %s can't guarantee it (CVE-2026-54291).".formatted(this.version),
					upgrade());
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(LogMessage.format("The PostgreSQL driver %s has a vulnerability (CVE-2026-54291). %s",
					this.version, upgrade()));
		}
	}

	private static int[] parts(String version) {
		return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
	}

	private static String upgrade() {
		return "Use version %s or later: set the property postgresql.version of your build.".formatted(MINIMUM);
	}

}

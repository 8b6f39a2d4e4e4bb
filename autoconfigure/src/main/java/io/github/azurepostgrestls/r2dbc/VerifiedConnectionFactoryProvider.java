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

package io.github.azurepostgrestls.r2dbc;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ConnectionFactoryProvider;
import io.r2dbc.spi.Option;

/**
 * {@link ConnectionFactoryProvider} of a driver whose connections are verified:
 * PostgreSQL's own driver over a transport that this starter guards. R2DBC finds it by
 * name, also behind a pool or a proxy, and it refuses options that nobody has secured.
 *
 * @author the azure-postgres-tls contributors
 */
public final class VerifiedConnectionFactoryProvider implements ConnectionFactoryProvider {

	/** The name of the driver, which stands in the options instead of PostgreSQL's. */
	static final String DRIVER = "postgresql-verified";

	/** What secures the connections. Sensitive, so that nobody writes it into a log. */
	static final Option<ConnectionFactorySecurity> SECURITY = Option.sensitiveValueOf("azurePostgresTlsSecurity");

	@Override
	public ConnectionFactory create(ConnectionFactoryOptions options) {
		if (!(options.getValue(SECURITY) instanceof ConnectionFactorySecurity security)) {
			throw new IllegalArgumentException(
					"The driver '%s' is for ConnectionFactory beans that azure-postgres-tls secures. Use the driver 'postgresql': the starter replaces it."
						.formatted(DRIVER));
		}
		return VerifiedConnectionFactory.create(options, security);
	}

	@Override
	public boolean supports(ConnectionFactoryOptions options) {
		return DRIVER.equals(options.getValue(ConnectionFactoryOptions.DRIVER));
	}

	@Override
	public String getDriver() {
		return DRIVER;
	}

}

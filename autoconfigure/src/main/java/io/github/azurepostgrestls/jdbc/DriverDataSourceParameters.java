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

import java.sql.SQLException;

import org.postgresql.ds.common.BaseDataSource;

/**
 * Sets the parameters of a URL on a DataSource of the driver's own, which ignores those
 * of a URL that were set before, and all were when it was given its first URL.
 *
 * @author the azure-postgres-tls contributors
 */
final class DriverDataSourceParameters {

	private DriverDataSourceParameters() {
	}

	static void setUrl(BaseDataSource dataSource, String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		if (parsed == null) {
			throw new IllegalArgumentException("Not a URL of the PostgreSQL driver");
		}
		for (DriverParameter parameter : parsed.decodedParameters()) {
			try {
				dataSource.setProperty(parameter.name(), parameter.value());
			}
			catch (SQLException ex) {
				throw new IllegalArgumentException("The driver doesn't take " + parameter, ex);
			}
		}
	}

}

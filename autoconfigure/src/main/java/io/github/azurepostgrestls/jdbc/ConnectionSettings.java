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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a DataSource connects to, as the application configured it.
 *
 * @param url the JDBC URL, taken apart
 * @param urlLocation where the URL was found, for errors
 * @param properties the driver's parameters that don't stand in the URL
 * @param propertiesLocation where each of those was found, for errors
 * @author the azure-postgres-tls contributors
 */
record ConnectionSettings(PostgresJdbcUrl url, Supplier<String> urlLocation, List<DriverParameter> properties,
		Function<DriverParameter, String> propertiesLocation) {

	static List<DriverParameter> parameters(Map<?, ?> properties) {
		List<DriverParameter> parameters = new ArrayList<>();
		properties.forEach((name, value) -> parameters.add(new DriverParameter(name.toString(), value.toString())));
		return List.copyOf(parameters);
	}

}

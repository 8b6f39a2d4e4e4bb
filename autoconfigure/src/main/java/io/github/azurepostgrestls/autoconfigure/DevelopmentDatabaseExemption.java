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

import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Recognizes the databases that Spring Boot's support for Testcontainers or Docker
 * Compose provides. Who provides a database decides, not what it is called: no property
 * can make another one look like that.
 *
 * @author the azure-postgres-tls contributors
 */
final class DevelopmentDatabaseExemption implements Predicate<String> {

	private static final Set<String> PROVIDERS = Set.of(
			"org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory$ContainerConnectionDetails",
			"org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory$DockerComposeConnectionDetails");

	private final ObjectProvider<JdbcConnectionDetails> connectionDetails;

	DevelopmentDatabaseExemption(ObjectProvider<JdbcConnectionDetails> connectionDetails) {
		this.connectionDetails = connectionDetails;
	}

	@Override
	public boolean test(String url) {
		return this.connectionDetails.stream()
			.filter(DevelopmentDatabaseExemption::isProvided)
			.anyMatch((details) -> details.getJdbcUrl().equals(url));
	}

	/**
	 * Return whether Spring Boot's support for development provides a database.
	 * @param details how to connect to it
	 * @return whether Testcontainers or Docker Compose runs it
	 */
	static boolean isProvided(ConnectionDetails details) {
		return isProvided(details.getClass());
	}

	private static boolean isProvided(@Nullable Class<?> type) {
		return type != null && (PROVIDERS.contains(type.getName()) || isProvided(type.getSuperclass()));
	}

}

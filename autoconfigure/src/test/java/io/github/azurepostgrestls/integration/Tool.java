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

package io.github.azurepostgrestls.integration;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.testcontainers.DockerClientFactory;

/**
 * Something that Maven can't bring.
 *
 * @author the azure-postgres-tls contributors
 */
public enum Tool {

	/** The connection pooler: {@code apt-get install pgbouncer}. */
	PGBOUNCER(() -> executable("pgbouncer").isPresent()),

	/** PostgreSQL's own client: {@code apt-get install postgresql-client}. */
	PSQL(() -> executable("psql").isPresent()),

	/** A container engine that runs and that Testcontainers finds. */
	DOCKER(() -> DockerClientFactory.instance().isDockerAvailable());

	// Debian's daemons are there, and only root's path leads to them
	private static final String SYSTEM_DIRECTORY = "/usr/sbin";

	private final BooleanSupplier availability;

	Tool(BooleanSupplier availability) {
		this.availability = availability;
	}

	boolean isAvailable() {
		return this.availability.getAsBoolean();
	}

	static Optional<Path> executable(String name) {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of(SYSTEM_DIRECTORY))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}

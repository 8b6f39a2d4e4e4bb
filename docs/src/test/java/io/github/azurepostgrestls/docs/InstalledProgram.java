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

package io.github.azurepostgrestls.docs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program that Debian has, but a laptop may not.
 *
 * @author the azure-postgres-tls contributors
 */
final class InstalledProgram {

	private InstalledProgram() {
	}

	/**
	 * Skip the test if a program isn't installed, or fail it if the environment variable
	 * {@code CI} is set.
	 * @param name the name of the program
	 * @return the program
	 */
	static Path require(String name) {
		Optional<Path> program = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
		if (System.getenv("CI") != null) {
			assertThat(program).as(name).isPresent();
		}
		Assumptions.assumeTrue(program.isPresent(), name + " is not installed");
		return program.orElseThrow();
	}

}

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the two languages of the README together.
 *
 * @author the azure-postgres-tls contributors
 */
class ReadmeTests {

	private static final Path TOP = Path.of("..");

	@ParameterizedTest
	@ValueSource(strings = { "^(#+) ", "^```\\w*\\n(.*?)^```", "^(-|\\|) " })
	void bothLanguagesHaveTheSameSectionsCommandsAndLists(String part) throws IOException {
		assertThat(parts("README.ko.md", part)).isNotEmpty().isEqualTo(parts("README.md", part));
	}

	@Test
	void bothLanguagesLinkToTheSamePages() throws IOException {
		Set<String> english = links("README.md");
		Set<String> korean = links("README.ko.md");
		assertThat(english.remove("README.ko.md")).isTrue();
		assertThat(korean.remove("README.md")).isTrue();
		assertThat(korean).isNotEmpty().isEqualTo(english);
	}

	@Test
	void linksLeadToFiles() throws IOException {
		assertThat(links("README.md")).allSatisfy((link) -> assertThat(TOP.resolve(link)).exists());
	}

	private static Set<String> links(String file) throws IOException {
		return new TreeSet<>(parts(file, "\\]\\(([^)]+)\\)"));
	}

	private static List<String> parts(String file, String part) throws IOException {
		return Pattern.compile(part, Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(Files.readString(TOP.resolve(file)))
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
	}

}

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
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.diagnosis.FailureReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that the runbook knows every reason, and no other.
 *
 * @author the azure-postgres-tls contributors
 */
class RunbookTests {

	private static final Pattern ENTRY = Pattern.compile("^=== ([A-Z_]+)\n\nSymptom:: .+?^It means:: .+?^What to do:: ",
			Pattern.MULTILINE | Pattern.DOTALL);

	@Test
	void hasOneEntryForEachReason() throws IOException {
		String runbook = Files.readString(Path.of("src", "docs", "asciidoc", "runbook.adoc"));
		List<String> entries = ENTRY.matcher(runbook)
			.results()
			.map((MatchResult entry) -> entry.group(1))
			.filter((title) -> !title.equals("OUT_OF_SERVICE"))
			.toList();
		assertThat(entries)
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(FailureReason.values()).map(Enum::name).toList());
	}

}

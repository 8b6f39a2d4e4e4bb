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

package io.github.azurepostgrestls.text;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UntrustedText}.
 *
 * @author the azure-postgres-tls contributors
 */
class UntrustedTextTests {

	private static final int LIMIT = 100;

	@ParameterizedTest
	@ValueSource(ints = { 0, '\n', '\r', '\t', 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x202e, 0x2028, 0x2029, 0x2066, 0xfeff,
			0xe000, 0xffff, 0xd800, 0xe0001 })
	void escapesWhatChangesHowTheRestIsShown(int codePoint) {
		String shown = UntrustedText.show("a" + Character.toString(codePoint) + "b", LIMIT);
		assertThat(shown).matches("a(\\\\u[0-9A-F]{4}){1,2}b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CN=db,O=Müller & Söhne,C=DE", "CN=데이터베이스", "'quoted' \\2C \u00a0 😀", "" })
	void keepsWhatCanBeRead(String text) {
		assertThat(UntrustedText.show(text, LIMIT)).isEqualTo(text);
	}

	@Test
	void cutsAndSaysHowMuchIsLeftOut() {
		String shown = UntrustedText.show("x".repeat(40_000), LIMIT);
		assertThat(shown).hasSizeLessThanOrEqualTo(LIMIT).startsWith("xxx").endsWith(" more characters)");
		int kept = shown.indexOf('…');
		assertThat(shown).endsWith("… (%d more characters)".formatted(40_000 - kept));
	}

	@Test
	void doesNotCutACharacterInTwo() {
		for (int length = 0; length < 4; length++) {
			String shown = UntrustedText.show("x".repeat(length) + "😀".repeat(200), LIMIT);
			assertThat(shown.codePoints())
				.noneMatch((codePoint) -> Character.getType(codePoint) == Character.SURROGATE);
		}
	}

	@Test
	void keepsWhatWasEscapedAndCutBefore() {
		String once = UntrustedText.show("\n".repeat(1000), LIMIT);
		assertThat(UntrustedText.show(once, LIMIT)).isEqualTo(once);
	}

	@Test
	void listsTheFirstOfMany() {
		assertThat(UntrustedText.list(List.of("a\nb", "c"), 2, LIMIT)).isEqualTo("'a\\u000Ab', 'c'");
		assertThat(UntrustedText.list(Collections.nCopies(1000, "a"), 2, LIMIT)).isEqualTo("'a', 'a' and 998 more");
	}

}

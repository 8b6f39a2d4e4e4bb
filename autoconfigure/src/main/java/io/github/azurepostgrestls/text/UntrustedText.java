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

import java.util.List;
import java.util.stream.Collectors;

/**
 * Text that somebody else wrote, such as a name in a certificate or the message of a
 * server: escaped, so that it can't forge a log line or change how a terminal or browser
 * shows what surrounds it, and cut to a sensible length.
 *
 * @author the azure-postgres-tls contributors
 */
public final class UntrustedText {

	private UntrustedText() {
	}

	/**
	 * Escape and cut a text. What was escaped and cut already stays as it is.
	 * @param text the text
	 * @param limit the greatest length of the result in characters, at least 64
	 * @return the text with control, format and unassigned characters as
	 * {@code \}{@code u} escapes; where it is cut, the number of characters left out
	 */
	public static String show(String text, int limit) {
		String escaped = escape(text);
		if (escaped.length() <= limit) {
			return escaped;
		}
		int kept = limit - omitted(escaped.length()).length();
		kept = Character.isHighSurrogate(escaped.charAt(kept - 1)) ? kept - 1 : kept;
		return escaped.substring(0, kept) + omitted(escaped.length() - kept);
	}

	private static String omitted(int characters) {
		return "… (%d more characters)".formatted(characters);
	}

	/**
	 * Escape, cut and quote several texts.
	 * @param texts the texts
	 * @param most how many of them to show
	 * @param limit the greatest length of each in characters
	 * @return the texts in single quotes, separated by commas, and how many are left out
	 */
	public static String list(List<String> texts, int most, int limit) {
		String shown = texts.stream()
			.limit(most)
			.map((text) -> "'%s'".formatted(show(text, limit)))
			.collect(Collectors.joining(", "));
		return (texts.size() > most) ? "%s and %d more".formatted(shown, texts.size() - most) : shown;
	}

	private static String escape(String text) {
		if (text.codePoints().allMatch(UntrustedText::isHarmless)) {
			return text;
		}
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((codePoint) -> {
			if (isHarmless(codePoint)) {
				escaped.appendCodePoint(codePoint);
			}
			else {
				for (char part : Character.toChars(codePoint)) {
					escaped.append("\\u%04X".formatted((int) part));
				}
			}
		});
		return escaped.toString();
	}

	// Bidirectional controls are format characters (Unicode Standard Annex 9)
	private static boolean isHarmless(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}

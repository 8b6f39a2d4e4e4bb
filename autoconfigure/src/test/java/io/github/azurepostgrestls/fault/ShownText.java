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

package io.github.azurepostgrestls.fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for each text that is shown with something of a stranger in it.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ShownText {

	private ShownText() {
	}

	/**
	 * Require that a text can't forge a log line or change how what surrounds it is
	 * shown.
	 * @param text the text
	 * @param limit its greatest length
	 */
	public static void requireHarmless(String text, int limit) {
		assertThat(text.length()).isLessThanOrEqualTo(limit);
		assertThat(text.codePoints().filter(ShownText::isHarmful).mapToObj(Integer::toHexString)).isEmpty();
	}

	private static boolean isHarmful(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				true;
			default -> false;
		};
	}

}

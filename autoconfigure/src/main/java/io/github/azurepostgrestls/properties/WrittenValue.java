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

package io.github.azurepostgrestls.properties;

import java.util.Locale;

/**
 * Writes the values of enums as one writes them in a configuration file.
 *
 * @author the azure-postgres-tls contributors
 */
final class WrittenValue {

	private WrittenValue() {
	}

	static String of(Enum<?> value) {
		return (value instanceof TlsProtocol protocol) ? protocol.standardName()
				: value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

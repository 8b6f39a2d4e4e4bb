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

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;

/**
 * Hints for the bean properties and fields of the DataSources that can be secured.
 *
 * @author the azure-postgres-tls contributors
 */
public final class SecurableDataSourceRuntimeHints {

	private SecurableDataSourceRuntimeHints() {
	}

	/**
	 * Register the hints for those kinds that the application has.
	 * @param hints the hints to add to
	 * @param classLoader the application's class loader
	 */
	public static void register(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (SecurableDataSource.Kind kind : SecurableDataSource.KINDS) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, kind.className(), (type) -> type
					.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_DECLARED_FIELDS));
		}
	}

}

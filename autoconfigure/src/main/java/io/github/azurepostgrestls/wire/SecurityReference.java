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

package io.github.azurepostgrestls.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What travels in a JDBC URL and leads the driver's factories back to the security of a
 * DataSource.
 *
 * @param id the id in the {@link ConnectionSecurityRegistry}
 * @param limit how long the pool waits for a connection, or {@code null} if that isn't
 * known
 * @author the azure-postgres-tls contributors
 */
public record SecurityReference(String id, @Nullable Duration limit) {

	private static final char SEPARATOR = ':';

	/**
	 * Read a reference.
	 * @param text the text as {@link #toString()} writes it
	 * @return the reference; its id is registered nowhere if the text is something else
	 */
	public static SecurityReference of(String text) {
		int separator = text.indexOf(SEPARATOR);
		try {
			return (separator == -1) ? new SecurityReference(text, null) : new SecurityReference(
					text.substring(0, separator), Duration.ofMillis(Long.parseLong(text.substring(separator + 1))));
		}
		catch (NumberFormatException ex) {
			return new SecurityReference(text, null);
		}
	}

	@Override
	public String toString() {
		return (this.limit != null) ? this.id + SEPARATOR + this.limit.toMillis() : this.id;
	}

}

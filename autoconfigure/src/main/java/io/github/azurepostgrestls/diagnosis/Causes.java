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

package io.github.azurepostgrestls.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.azurepostgrestls.wire.ServerFailure;
import org.jspecify.annotations.Nullable;

/**
 * An exception with its causes.
 *
 * @author the azure-postgres-tls contributors
 */
final class Causes {

	private final List<Throwable> causes = new ArrayList<>();

	Causes(Throwable exception) {
		for (Throwable cause = exception; cause != null && !this.causes.contains(cause); cause = cause.getCause()) {
			this.causes.add(cause);
		}
	}

	Stream<Throwable> stream() {
		return this.causes.stream();
	}

	Throwable deepest() {
		return this.causes.get(this.causes.size() - 1);
	}

	<T> @Nullable T find(Class<T> type) {
		return stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	/**
	 * Find what failed on the way to a server. An exception that explains it suppresses
	 * it.
	 * @return the failure or {@code null}
	 */
	@Nullable ServerFailure findServerFailure() {
		return stream().flatMap((cause) -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
			.filter(ServerFailure.class::isInstance)
			.map(ServerFailure.class::cast)
			.findFirst()
			.orElse(null);
	}

}

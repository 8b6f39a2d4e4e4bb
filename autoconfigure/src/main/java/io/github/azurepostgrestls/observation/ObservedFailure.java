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

package io.github.azurepostgrestls.observation;

import java.time.Instant;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.ServerFailure;
import org.jspecify.annotations.Nullable;

/**
 * A connection that couldn't be made.
 *
 * @param diagnosis why
 * @param failedAt when
 * @param server which server failed, or {@code null} if that isn't known
 * @author the azure-postgres-tls contributors
 */
public record ObservedFailure(Diagnosis diagnosis, Instant failedAt, @Nullable ServerAddress server) {

	static ObservedFailure now(Exception exception) {
		return new ObservedFailure(Diagnosis.of(exception), Instant.now(),
				(exception instanceof ServerFailure known) ? known.getServer() : null);
	}

}

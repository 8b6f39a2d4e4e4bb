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

package io.github.azurepostgrestls.trust;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of reloads of trust material.
 *
 * @param succeeded how many were taken over
 * @param failed how many were not
 * @param failure why the last one was not, or {@code null} if it was
 * @author the azure-postgres-tls contributors
 */
public record ReloadStatus(long succeeded, long failed, @Nullable Failure failure) {

	static final ReloadStatus NONE = new ReloadStatus(0, 0, null);

	ReloadStatus plusSucceeded() {
		return new ReloadStatus(this.succeeded + 1, this.failed, null);
	}

	ReloadStatus plusFailed(Failure failure) {
		return new ReloadStatus(this.succeeded, this.failed + 1, failure);
	}

	/**
	 * A change that was not taken over.
	 *
	 * @param description why not
	 * @param failedAt when it was noticed
	 */
	public record Failure(String description, Instant failedAt) {

	}

}

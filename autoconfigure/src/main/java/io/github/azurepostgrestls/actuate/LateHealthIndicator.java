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

package io.github.azurepostgrestls.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Stands for another indicator until there is something to indicate: a bean of a scope
 * may be secured long after the application has started.
 *
 * @author the azure-postgres-tls contributors
 */
public final class LateHealthIndicator implements HealthIndicator {

	private final Supplier<? extends @Nullable HealthIndicator> indicator;

	private final HealthIndicator substitute;

	private @Nullable HealthIndicator found;

	/**
	 * Create a new {@link LateHealthIndicator} instance.
	 * @param indicator finds the indicator, or {@code null} if there is none yet
	 * @param substitute the indicator until then
	 */
	public LateHealthIndicator(Supplier<? extends @Nullable HealthIndicator> indicator, HealthIndicator substitute) {
		this.indicator = indicator;
		this.substitute = substitute;
	}

	@Override
	public @Nullable Health health() {
		HealthIndicator found = find();
		return (found != null) ? found.health() : this.substitute.health();
	}

	// One for all callers: each would borrow a connection of its own
	private synchronized @Nullable HealthIndicator find() {
		if (this.found == null) {
			this.found = this.indicator.get();
		}
		return this.found;
	}

}

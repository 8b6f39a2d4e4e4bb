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

import java.util.Set;
import java.util.function.Supplier;

import io.github.azurepostgrestls.wire.ServerAddress;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Says why nothing is known of a DataSource that the starter doesn't secure.
 *
 * @author the azure-postgres-tls contributors
 */
public final class UnsecuredHealthIndicator extends AbstractHealthIndicator {

	private final String reason;

	private final String description;

	private final UnverifiedServers unverifiedServers;

	/**
	 * Create a new {@link UnsecuredHealthIndicator} instance.
	 * @param reason the reason in one word
	 * @param description the reason in one sentence
	 * @param unverifiedServers the servers that the application connects to without
	 * verification
	 */
	public UnsecuredHealthIndicator(String reason, String description, Supplier<Set<ServerAddress>> unverifiedServers) {
		this.reason = reason;
		this.description = description;
		this.unverifiedServers = new UnverifiedServers(unverifiedServers);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.unknown().withDetail("reason", this.reason).withDetail("description", this.description);
		this.unverifiedServers.addTo(builder);
	}

}

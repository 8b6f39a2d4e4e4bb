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

import org.springframework.boot.health.contributor.Health;

/**
 * Shows in health which servers the application connects to without verification.
 *
 * @param servers the servers
 * @author the azure-postgres-tls contributors
 */
record UnverifiedServers(Supplier<Set<ServerAddress>> servers) {

	void addTo(Health.Builder builder) {
		Set<ServerAddress> servers = this.servers.get();
		if (!servers.isEmpty()) {
			builder.withDetail("unverifiedServers", servers.stream().map(ServerAddress::toString).sorted().toList());
		}
	}

}

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

package io.github.azurepostgrestls.sample.page;

import java.util.List;
import java.util.stream.Stream;

import io.github.azurepostgrestls.actuate.TlsEndpoint;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.stereotype.Component;

/**
 * Reads the state of the secured connections from the actuator: the status from the
 * health component, everything else from the endpoint.
 *
 * @author the azure-postgres-tls contributors
 */
@Component
class SecuredConnections {

	private final ObjectProvider<TlsEndpoint> endpoint;

	private final ObjectProvider<HealthEndpoint> health;

	// They are missing if they, or the starter, are disabled
	SecuredConnections(ObjectProvider<TlsEndpoint> endpoint, ObjectProvider<HealthEndpoint> health) {
		this.endpoint = endpoint;
		this.health = health;
	}

	List<SecuredConnection> current() {
		TlsEndpoint endpoint = this.endpoint.getIfAvailable();
		HealthEndpoint health = this.health.getIfAvailable();
		HealthDescriptor descriptor = (health != null) ? health.healthForPath("azurePostgresTls") : null;
		if (endpoint == null || descriptor == null) {
			return List.of();
		}
		// Health first: it may open the connection that the endpoint then shows
		return endpoint.dataSources()
			.dataSources()
			.entrySet()
			.stream()
			.flatMap((entry) -> find(descriptor, entry.getKey())
				.map((found) -> SecuredConnection.of(entry.getKey(), entry.getValue(), found)))
			.toList();
	}

	// Health knows beans, and not the connections that Flyway opens itself
	private static Stream<IndicatedHealthDescriptor> find(HealthDescriptor health, String name) {
		HealthDescriptor found = (health instanceof CompositeHealthDescriptor composite)
				? composite.getComponents().get(name) : health;
		return (found instanceof IndicatedHealthDescriptor indicated) ? Stream.of(indicated) : Stream.empty();
	}

}

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

package io.github.azurepostgrestls.test;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;

/**
 * The property with the roots of containers. It is found out when it is asked for,
 * because containers that are beans don't exist before.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsContainerRoots extends PropertySource<Supplier<Collection<?>>> {

	private static final String PROPERTY = "azure.postgres.tls.root-certificates";

	private TlsContainerRoots(String name, Supplier<Collection<?>> containers) {
		super(name, containers);
	}

	static TlsContainerRoots ofBeans(ConfigurableApplicationContext context) {
		return new TlsContainerRoots("tlsContainerBeans",
				() -> context.isActive() ? context.getBeansOfType(Container.class, false, false).values() : List.of());
	}

	static TlsContainerRoots of(Collection<?> containers) {
		return new TlsContainerRoots("tlsContainers", () -> containers);
	}

	@Override
	public @Nullable Object getProperty(String name) {
		if (!PROPERTY.equals(name)) {
			return null;
		}
		String roots = getSource().get()
			.stream()
			.filter(TlsPostgreSQLContainer.class::isInstance)
			.map(TlsPostgreSQLContainer.class::cast)
			.map((container) -> container.authority().rootPem())
			.collect(Collectors.joining("\n"));
		return roots.isEmpty() ? null : roots;
	}

}

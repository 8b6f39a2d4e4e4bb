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

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Lets the application of a test trust the roots of the {@link TlsPostgreSQLContainer}s
 * in static fields of the test class.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsContainerContextCustomizerFactory implements ContextCustomizerFactory {

	private static final boolean testcontainersPresent = ClassUtils.isPresent(
			"org.testcontainers.postgresql.PostgreSQLContainer",
			TlsContainerContextCustomizerFactory.class.getClassLoader());

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return testcontainersPresent ? Customizer.of(testClass) : null;
	}

	/**
	 * Adds the property with the roots.
	 *
	 * @param containers the containers of the test class
	 */
	private record Customizer(Collection<PostgreSQLContainer> containers) implements ContextCustomizer {

		static @Nullable Customizer of(Class<?> testClass) {
			List<PostgreSQLContainer> containers = new ArrayList<>();
			addContainersOf(testClass, containers);
			return containers.isEmpty() ? null : new Customizer(containers);
		}

		private static void addContainersOf(Class<?> testClass, List<PostgreSQLContainer> containers) {
			ReflectionUtils.doWithFields(testClass, (field) -> containers.add(valueOf(field)),
					(field) -> Modifier.isStatic(field.getModifiers())
							&& PostgreSQLContainer.class.isAssignableFrom(field.getType())
							&& valueOf(field) instanceof TlsPostgreSQLContainer);
			if (TestContextAnnotationUtils.searchEnclosingClass(testClass)) {
				addContainersOf(testClass.getEnclosingClass(), containers);
			}
		}

		private static PostgreSQLContainer valueOf(Field field) {
			ReflectionUtils.makeAccessible(field);
			return (PostgreSQLContainer) ReflectionUtils.getField(field, null);
		}

		@Override
		public void customizeContext(ConfigurableApplicationContext context,
				MergedContextConfiguration mergedConfiguration) {
			context.getEnvironment().getPropertySources().addFirst(TlsContainerRoots.of(this.containers));
		}

	}

}

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
import org.testcontainers.containers.Container;

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

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return TlsContainerInitializer.testcontainersPresent ? Customizer.of(testClass) : null;
	}

	/**
	 * Adds the property with the roots.
	 *
	 * @param containers the containers of the test class
	 */
	private record Customizer(Collection<TlsPostgreSQLContainer> containers) implements ContextCustomizer {

		static @Nullable Customizer of(Class<?> testClass) {
			List<TlsPostgreSQLContainer> containers = new ArrayList<>();
			addContainersOf(testClass, containers);
			return containers.isEmpty() ? null : new Customizer(containers);
		}

		private static void addContainersOf(Class<?> testClass, List<TlsPostgreSQLContainer> containers) {
			for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
				addStaticFieldsOf(type, containers);
			}
			ClassUtils.getAllInterfacesForClassAsSet(testClass).forEach((type) -> addStaticFieldsOf(type, containers));
			if (TestContextAnnotationUtils.searchEnclosingClass(testClass)) {
				addContainersOf(testClass.getEnclosingClass(), containers);
			}
		}

		// Declared as what they are, or as any of their supertypes
		private static void addStaticFieldsOf(Class<?> type, List<TlsPostgreSQLContainer> containers) {
			for (Field field : type.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers()) && Container.class.isAssignableFrom(field.getType())) {
					ReflectionUtils.makeAccessible(field);
					if (ReflectionUtils.getField(field, null) instanceof TlsPostgreSQLContainer container) {
						containers.add(container);
					}
				}
			}
		}

		@Override
		public void customizeContext(ConfigurableApplicationContext context,
				MergedContextConfiguration mergedConfiguration) {
			context.getEnvironment().getPropertySources().addFirst(TlsContainerRoots.of(this.containers));
		}

	}

}

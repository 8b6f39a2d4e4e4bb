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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Lets the application of a {@link TlsPostgresTest} connect to a database of the shared
 * server.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsPostgresContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return TestContextAnnotationUtils.hasAnnotation(testClass, TlsPostgresTest.class) ? new Customizer() : null;
	}

	/**
	 * Sets the properties of the database, which slices don't replace by another one.
	 */
	private record Customizer() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context,
				MergedContextConfiguration mergedConfiguration) {
			String url = SharedTlsPostgres.createDatabase();
			Map<String, Object> properties = Map.of("spring.datasource.url", url, "spring.datasource.username",
					TlsPostgres.USER, "spring.datasource.password", TlsPostgres.PASSWORD, "spring.r2dbc.url",
					r2dbcUrl(url), "spring.r2dbc.username", TlsPostgres.USER, "spring.r2dbc.password",
					TlsPostgres.PASSWORD, "azure.postgres.tls.root-certificates",
					SharedTlsPostgres.get().authority().rootPem(), "spring.test.database.replace", "NONE");
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.addFirst(new MapPropertySource("tlsPostgres", properties));
			// Tests of failures shouldn't wait for half a minute
			sources.addLast(new MapPropertySource("tlsPostgresDefaults",
					Map.of("spring.datasource.hikari.connection-timeout", "2000")));
		}

		// Netty doesn't know the names of this JVM
		private static String r2dbcUrl(String jdbcUrl) {
			return jdbcUrl.replaceFirst("jdbc:postgresql://[^:/]+", "r2dbc:postgresql://localhost");
		}

	}

}

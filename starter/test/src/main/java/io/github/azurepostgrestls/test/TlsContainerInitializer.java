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

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Lets an application trust the roots of its {@link TlsPostgreSQLContainer} beans, in
 * tests and at development time.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsContainerInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final boolean testcontainersPresent = ClassUtils
		.isPresent("org.testcontainers.postgresql.PostgreSQLContainer", TlsContainerInitializer.class.getClassLoader());

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (testcontainersPresent) {
			context.getEnvironment().getPropertySources().addFirst(TlsContainerRoots.ofBeans(context));
		}
	}

}

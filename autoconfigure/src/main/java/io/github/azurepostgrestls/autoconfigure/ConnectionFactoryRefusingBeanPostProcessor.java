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

package io.github.azurepostgrestls.autoconfigure;

import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Refuses each ConnectionFactory bean for PostgreSQL where something is missing that
 * could secure it.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionFactoryRefusingBeanPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<Exemptions> exemptions;

	ConnectionFactoryRefusingBeanPostProcessor(ObjectProvider<Exemptions> exemptions) {
		this.exemptions = exemptions;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ConnectionFactory connectionFactory
				&& connectionFactory.getMetadata().getName().equals("PostgreSQL") && !isExempt(beanName)) {
			throw new UnsecurableConnectionsException(
					"The ConnectionFactory '%s' can't be secured: Spring Boot's support for R2DBC or a dependency of the starter is missing."
						.formatted(beanName),
					"Add spring-boot-starter-r2dbc and keep all dependencies of azure-postgres-tls-spring-boot-starter, PostgreSQL's JDBC driver included; or set azure.postgres.tls.enabled=false.");
		}
		return bean;
	}

	private boolean isExempt(String name) {
		Exemptions exemptions = this.exemptions.getIfAvailable();
		return exemptions != null && exemptions.exemptByName(ConnectionBean.connectionFactory(name));
	}

}

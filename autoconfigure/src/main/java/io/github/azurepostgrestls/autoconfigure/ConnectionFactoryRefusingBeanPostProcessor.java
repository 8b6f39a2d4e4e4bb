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

import java.util.Locale;
import java.util.stream.Stream;

import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses each ConnectionFactory bean for PostgreSQL where something is missing that
 * could secure it.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionFactoryRefusingBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<Exemptions> exemptions;

	ConnectionFactoryRefusingBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<Exemptions> exemptions) {
		this.beanFactory = beanFactory;
		this.exemptions = exemptions;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ConnectionFactory connectionFactory) {
			refuse(connectionFactory, beanName);
		}
		return bean;
	}

	// Those that didn't come to this post-processor, because somebody registered them
	@Override
	public void afterSingletonsInstantiated() {
		Stream.of(this.beanFactory.getBeanNamesForType(ConnectionFactory.class, true, false))
			.filter(this.beanFactory::containsSingleton)
			.forEach((name) -> refuse(this.beanFactory.getBean(name, ConnectionFactory.class), name));
	}

	private void refuse(ConnectionFactory connectionFactory, String name) {
		if (isForPostgres(connectionFactory) && !isExempt(name)) {
			throw new UnsecurableConnectionsException(
					"The ConnectionFactory '%s' can't be secured: Spring Boot's support for R2DBC or a dependency of the starter is missing."
						.formatted(name),
					"Add spring-boot-starter-r2dbc and keep all dependencies of azure-postgres-tls-spring-boot-starter, PostgreSQL's JDBC driver included; or set azure.postgres.tls.enabled=false.");
		}
	}

	// A mock has no metadata
	private static boolean isForPostgres(ConnectionFactory connectionFactory) {
		if (connectionFactory instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory unwrapped
				&& unwrapped != connectionFactory) {
			return isForPostgres(unwrapped);
		}
		ConnectionFactoryMetadata metadata = connectionFactory.getMetadata();
		return metadata != null && metadata.getName().toLowerCase(Locale.ROOT).contains("postgres");
	}

	private boolean isExempt(String name) {
		Exemptions exemptions = this.exemptions.getIfAvailable();
		return exemptions != null && exemptions.exemptByName(ConnectionBean.connectionFactory(name));
	}

}

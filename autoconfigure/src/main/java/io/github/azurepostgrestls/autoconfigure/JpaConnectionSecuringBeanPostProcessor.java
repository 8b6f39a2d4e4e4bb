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

import java.util.Set;

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Secures the JDBC URL of a JPA provider that opens its connections itself, without a
 * DataSource.
 *
 * @author the azure-postgres-tls contributors
 */
final class JpaConnectionSecuringBeanPostProcessor implements BeanPostProcessor {

	private static final Set<String> URLS = Set.of("jakarta.persistence.jdbc.url", "hibernate.connection.url");

	private final ObjectProvider<DataSourceSecurer> securer;

	JpaConnectionSecuringBeanPostProcessor(ObjectProvider<DataSourceSecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			factory.getJpaPropertyMap()
				.replaceAll((name, value) -> (URLS.contains(name) && value instanceof String url)
						? this.securer.getObject().secureUrl("jpa", url) : value);
		}
		return bean;
	}

}

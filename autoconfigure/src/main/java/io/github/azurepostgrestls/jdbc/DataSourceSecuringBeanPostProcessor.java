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

package io.github.azurepostgrestls.jdbc;

import javax.sql.CommonDataSource;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Secures every DataSource bean after its properties were set and before anything can
 * connect through it.
 *
 * @author the azure-postgres-tls contributors
 */
public final class DataSourceSecuringBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final ObjectProvider<DataSourceSecurer> securer;

	/**
	 * Create a new {@link DataSourceSecuringBeanPostProcessor} instance.
	 * @param securer the securer, which is only asked for when there is a DataSource
	 */
	public DataSourceSecuringBeanPostProcessor(ObjectProvider<DataSourceSecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		// Routing DataSources know their targets only afterwards
		if (bean instanceof CommonDataSource dataSource && !(bean instanceof AbstractRoutingDataSource)) {
			secure(beanName, dataSource);
		}
		return bean;
	}

	// Also the only look at what a FactoryBean made
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof CommonDataSource dataSource) {
			secure(beanName, dataSource);
		}
		return bean;
	}

	private void secure(String beanName, CommonDataSource dataSource) {
		String name = ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName)
				: beanName;
		this.securer.getObject().secure(name, dataSource);
	}

	// After Spring Boot bound configuration properties and applied connection details
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

}

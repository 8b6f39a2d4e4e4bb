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

package io.github.azurepostgrestls.r2dbc;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.r2dbc.connection.lookup.AbstractRoutingConnectionFactory;

/**
 * Secures every ConnectionFactory bean before anything can connect through it.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionFactorySecuringBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final ObjectProvider<ConnectionFactorySecurer> securer;

	/**
	 * Create a new {@link ConnectionFactorySecuringBeanPostProcessor} instance.
	 * @param securer the securer, which is only asked for when there is a
	 * ConnectionFactory
	 */
	public ConnectionFactorySecuringBeanPostProcessor(ObjectProvider<ConnectionFactorySecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		// Those that route know their targets only afterwards
		return (bean instanceof AbstractRoutingConnectionFactory) ? bean : secure(bean, beanName);
	}

	// Also the only look at what a FactoryBean made
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return secure(bean, beanName);
	}

	private Object secure(Object bean, String beanName) {
		return (bean instanceof ConnectionFactory connectionFactory)
				? this.securer.getObject().secure(nameOf(beanName), connectionFactory) : bean;
	}

	private static String nameOf(String beanName) {
		return ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 3;
	}

}

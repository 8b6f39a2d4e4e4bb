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

package io.github.azurepostgrestls.lab;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes the pool show a change of the server within seconds. A pool that keeps idle
 * connections retries in the background, at intervals that grow. This one connects only
 * when a connection is requested, which health does as long as none is alive.
 *
 * @author the azure-postgres-tls contributors
 */
class QuickPoolBeanPostProcessor implements BeanPostProcessor {

	private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

	// The first connection of a JVM takes longer
	private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource dataSource) {
			dataSource.setMinimumIdle(0);
			dataSource.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
			dataSource.setInitializationFailTimeout(STARTUP_TIMEOUT.toMillis());
		}
		return bean;
	}

}

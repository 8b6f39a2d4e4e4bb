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

import io.r2dbc.spi.ConnectionFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.log.LogMessage;

/**
 * Warns of R2DBC connections to PostgreSQL, which the starter doesn't secure.
 *
 * @author the azure-postgres-tls contributors
 */
final class UnsecuredR2dbcWarning implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnsecuredR2dbcWarning.class);

	private static final String POSTGRESQL = "PostgreSQL";

	private final ConfigurableListableBeanFactory beanFactory;

	UnsecuredR2dbcWarning(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beanFactory.getBeanNamesForType(ConnectionFactory.class, true, false)) {
			if (this.beanFactory.containsSingleton(name) && POSTGRESQL
				.equals(this.beanFactory.getBean(name, ConnectionFactory.class).getMetadata().getName())) {
				logger.warn(LogMessage.format("ConnectionFactory '%s' is not secured: azure-postgres-tls doesn't secure"
						+ " R2DBC connections. Configure sslMode=verify-full and sslRootCert", name));
			}
		}
	}

}

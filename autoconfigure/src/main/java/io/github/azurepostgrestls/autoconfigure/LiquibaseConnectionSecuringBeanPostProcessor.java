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

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;

/**
 * Secures the JDBC URL that Liquibase connects with when it has one of its own.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiquibaseConnectionSecuringBeanPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<DataSourceSecurer> securer;

	LiquibaseConnectionSecuringBeanPostProcessor(ObjectProvider<DataSourceSecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof LiquibaseConnectionDetails details)
				? new SecuredLiquibaseConnectionDetails(details, this.securer.getObject()) : bean;
	}

	/**
	 * Connection details with a secured URL, which is only asked for when it is needed: a
	 * container may have to be started for it.
	 *
	 * @param delegate the details as they were
	 * @param securer secures the URL
	 */
	private record SecuredLiquibaseConnectionDetails(LiquibaseConnectionDetails delegate,
			DataSourceSecurer securer) implements LiquibaseConnectionDetails {

		@Override
		public @Nullable String getUsername() {
			return this.delegate.getUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.delegate.getPassword();
		}

		@Override
		public @Nullable String getJdbcUrl() {
			String url = this.delegate.getJdbcUrl();
			return (url != null) ? this.securer.secureUrl("liquibase", url) : null;
		}

		@Override
		public @Nullable String getDriverClassName() {
			return this.delegate.getDriverClassName();
		}

	}

}

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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.XADataSourceWrapper;

/**
 * Secures the XA DataSource that Spring Boot creates: it is no bean, but it is handed to
 * a {@link XADataSourceWrapper}, which is one.
 *
 * @author the azure-postgres-tls contributors
 */
final class XaDataSourceSecuringBeanPostProcessor implements BeanPostProcessor {

	private static final String DATA_SOURCE_BEAN_NAME = "dataSource";

	private final ObjectProvider<DataSourceSecurer> securer;

	XaDataSourceSecuringBeanPostProcessor(ObjectProvider<DataSourceSecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof XADataSourceWrapper wrapper) {
			return (XADataSourceWrapper) (dataSource) -> {
				this.securer.getObject().secure(DATA_SOURCE_BEAN_NAME, dataSource);
				return wrapper.wrapDataSource(dataSource);
			};
		}
		return bean;
	}

}

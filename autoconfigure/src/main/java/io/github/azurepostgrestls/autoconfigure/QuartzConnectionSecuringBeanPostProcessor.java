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

import java.util.regex.Pattern;

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;

/**
 * Secures the JDBC URLs of the pools that Quartz creates itself
 * ({@code spring.quartz.properties.org.quartz.dataSource.*}).
 *
 * @author the azure-postgres-tls contributors
 */
final class QuartzConnectionSecuringBeanPostProcessor implements BeanPostProcessor {

	private static final Pattern URL = Pattern.compile("org\\.quartz\\.dataSource\\.[^.]+\\.URL");

	private final ObjectProvider<DataSourceSecurer> securer;

	QuartzConnectionSecuringBeanPostProcessor(ObjectProvider<DataSourceSecurer> securer) {
		this.securer = securer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof QuartzProperties quartz) {
			quartz.getProperties()
				.replaceAll((name, value) -> URL.matcher(name).matches()
						? this.securer.getObject().secureUrl("quartz", value) : value);
		}
		return bean;
	}

}

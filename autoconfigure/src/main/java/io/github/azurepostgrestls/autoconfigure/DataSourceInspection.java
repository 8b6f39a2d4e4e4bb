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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.sql.CommonDataSource;

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TlsSettingsResolver;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A last look at all DataSources when the application has started: one that came into
 * being before any post-processor, and overrides for DataSources that don't exist. Those
 * that are lazy and not there yet stay so.
 *
 * @author the azure-postgres-tls contributors
 */
final class DataSourceInspection implements SmartInitializingSingleton {

	// Not beans, but secured under these names
	private static final Set<String> OTHERS = Set.of("flyway", "liquibase", "quartz", "jpa");

	private final ConfigurableListableBeanFactory beanFactory;

	private final DataSourceSecurer securer;

	private final AzurePostgresTlsProperties properties;

	private final List<ConnectionBeans<?>> beans;

	DataSourceInspection(ConfigurableListableBeanFactory beanFactory, DataSourceSecurer securer,
			AzurePostgresTlsProperties properties, List<ConnectionBeans<?>> beans) {
		this.beanFactory = beanFactory;
		this.beans = beans;
		this.securer = securer;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> names = new TreeSet<>(
				Set.of(this.beanFactory.getBeanNamesForType(CommonDataSource.class, true, false)));
		names.stream().filter(this.beanFactory::containsSingleton).forEach(this::secure);
		this.beans.stream().flatMap(ConnectionBeans::names).forEach(names::add);
		this.properties.dataSources().forEach((name, override) -> {
			if (Stream.concat(names.stream(), OTHERS.stream())
				.noneMatch((known) -> TlsSettingsResolver.isOf(name, known))) {
				throw new InvalidTlsConfigurationException(
						"%s.data-sources.%s".formatted(AzurePostgresTlsProperties.PREFIX, name), name,
						"There is no DataSource or ConnectionFactory bean of that name.",
						"Use the name of a bean; there are %s.".formatted(names));
			}
			names.stream()
				.filter((known) -> TlsSettingsResolver.isOf(name, known))
				.forEach((known) -> requireOpener(name, known));
		});
	}

	// Nobody would read them
	private void requireOpener(String key, String name) {
		this.beans.stream()
			.map((type) -> type.openerOf(name))
			.filter((opener) -> !opener.equals(name))
			.findFirst()
			.ifPresent((opener) -> {
				throw new InvalidTlsConfigurationException(
						"%s.data-sources.%s".formatted(AzurePostgresTlsProperties.PREFIX, key), key,
						"The bean '%s' opens the connections of this one.".formatted(opener),
						"Use %s.data-sources.%s instead.".formatted(AzurePostgresTlsProperties.PREFIX, opener));
			});
	}

	// Who registers a DataSource by hand has made it for this application
	private void secure(String name) {
		CommonDataSource dataSource = this.beanFactory.getBean(name, CommonDataSource.class);
		if (this.beanFactory.containsBeanDefinition(name)) {
			this.securer.secureAfterStart(name, dataSource);
		}
		else {
			this.securer.secure(name, dataSource);
		}
	}

}

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

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.TlsSettingsResolver;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Opens one verified connection of each DataSource that asks for it, before any database
 * initializer could fail with a message that says less.
 *
 * @author the azure-postgres-tls contributors
 */
final class StartupVerification implements InitializingBean {

	private final ListableBeanFactory beanFactory;

	private final TlsSettingsResolver resolver;

	private final ConnectionObservations observations;

	StartupVerification(ListableBeanFactory beanFactory, TlsSettingsResolver resolver,
			ConnectionObservations observations) {
		this.beanFactory = beanFactory;
		this.observations = observations;
		this.resolver = resolver;
	}

	@Override
	public void afterPropertiesSet() {
		for (String name : this.beanFactory.getBeanNamesForType(DataSource.class, true, false)) {
			TlsSettings settings = this.resolver.settingsOf(name);
			if (settings.verifyOnStartup() && settings.enabled()) {
				verify(name, this.beanFactory.getBean(name, DataSource.class));
			}
		}
	}

	private void verify(String name, DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			connection.isReadOnly();
		}
		catch (SQLException ex) {
			ConnectionObservation observation = this.observations.find(name);
			Diagnosis diagnosis = (observation != null) ? observation.borrowFailed(ex).diagnosis() : Diagnosis.of(ex);
			throw new UnverifiableDataSourceException(name, diagnosis, ex);
		}
	}

}

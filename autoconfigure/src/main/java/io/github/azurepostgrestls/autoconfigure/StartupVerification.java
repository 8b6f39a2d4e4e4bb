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

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.TlsSettingsResolver;

import org.springframework.beans.factory.InitializingBean;

/**
 * Opens one verified connection of each bean that asks for it, before any database
 * initializer could fail with a message that says less.
 *
 * @author the azure-postgres-tls contributors
 */
final class StartupVerification implements InitializingBean {

	private final List<ConnectionBeans<?>> beans;

	private final TlsSettingsResolver resolver;

	private final ConnectionObservations observations;

	StartupVerification(List<ConnectionBeans<?>> beans, TlsSettingsResolver resolver,
			ConnectionObservations observations) {
		this.beans = beans;
		this.observations = observations;
		this.resolver = resolver;
	}

	@Override
	public void afterPropertiesSet() {
		this.beans.forEach((type) -> type.all().filter(this::isToBeVerified).forEach((bean) -> verify(type, bean)));
	}

	private boolean isToBeVerified(ConnectionBean bean) {
		TlsSettings settings = this.resolver.settingsOf(bean.name());
		return settings.verifyOnStartup() && settings.enabled();
	}

	private void verify(ConnectionBeans<?> type, ConnectionBean bean) {
		try {
			type.borrower(bean).borrow(() -> {
			});
		}
		catch (Exception ex) {
			ConnectionObservation observation = this.observations.find(bean.name());
			Diagnosis diagnosis = (observation != null) ? observation.borrowFailed(ex).diagnosis() : Diagnosis.of(ex);
			throw new UnverifiableServerException(bean, diagnosis, ex);
		}
	}

}

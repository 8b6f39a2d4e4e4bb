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

package io.github.azurepostgrestls.observation;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azurepostgrestls.properties.ConnectionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The observations of an application context's secured DataSources, by their names.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionObservations implements SmartInitializingSingleton {

	private static final String ATTRIBUTE = ConnectionObservations.class.getName();

	private final Map<String, ConnectionObservation> observations = new ConcurrentHashMap<>();

	private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

	// The thread that starts the application, until all singletons are there
	private volatile @Nullable Thread starting = Thread.currentThread();

	/**
	 * Let a bean factory remember the observations, also when its beans are gone because
	 * the application couldn't start.
	 * @param beanFactory the bean factory
	 * @param beanName the name under which it has the observations
	 */
	public void rememberIn(ConfigurableListableBeanFactory beanFactory, String beanName) {
		beanFactory.getBeanDefinition(beanName).setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Return the observations that a bean factory remembers.
	 * @param beanFactory the bean factory
	 * @return the observations, empty if nothing was observed
	 */
	static Optional<ConnectionObservations> rememberedBy(BeanFactory beanFactory) {
		return (beanFactory instanceof ConfigurableListableBeanFactory factory)
				? Arrays.stream(factory.getBeanDefinitionNames())
					.map((name) -> factory.getBeanDefinition(name).getAttribute(ATTRIBUTE))
					.filter(ConnectionObservations.class::isInstance)
					.map(ConnectionObservations.class::cast)
					.findFirst()
				: Optional.empty();
	}

	/**
	 * Return the observation of a bean that is being secured.
	 * @param bean the bean
	 * @return its observation, which is created when it is asked for first
	 */
	public ConnectionObservation of(ConnectionBean bean) {
		ConnectionObservation created = new ConnectionObservation(bean, this.listeners,
				new ConnectionLog(bean, () -> Thread.currentThread() == this.starting));
		ConnectionObservation existing = this.observations.putIfAbsent(bean.name(), created);
		if (existing != null) {
			return existing;
		}
		this.listeners.forEach((listener) -> listener.observed(created));
		return created;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.starting = null;
	}

	/**
	 * Find the observation of a DataSource.
	 * @param name the name of the DataSource
	 * @return its observation, or {@code null} if the DataSource isn't secured
	 */
	public @Nullable ConnectionObservation find(String name) {
		return this.observations.get(name);
	}

	/**
	 * Return the observations of all DataSources that are secured.
	 * @return the observations, in no order
	 */
	public Collection<ConnectionObservation> all() {
		return List.copyOf(this.observations.values());
	}

	/**
	 * Tell a listener from now on what happens.
	 * @param listener the listener
	 */
	public void add(ConnectionListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Don't tell a listener any more.
	 * @param listener the listener
	 */
	public void remove(ConnectionListener listener) {
		this.listeners.remove(listener);
	}

}

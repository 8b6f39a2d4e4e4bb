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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.azurepostgrestls.actuate.ConnectionBorrower;
import io.github.azurepostgrestls.properties.ConnectionBean;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/**
 * Finds the beans of one type that connect to databases.
 *
 * @param <T> the type
 * @author the azure-postgres-tls contributors
 */
final class ConnectionBeans<T> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Class<T> type;

	private final Function<String, ConnectionBean> naming;

	private final Function<T, ConnectionBorrower> borrowers;

	private final BiFunction<String, T, String> targets;

	/**
	 * Create a new {@link ConnectionBeans} instance.
	 * @param beanFactory has the beans
	 * @param type their type
	 * @param naming names a bean
	 * @param borrowers borrows connections of a bean
	 * @param targets finds the name of the bean that opens the connections of a bean,
	 * which may be a pool around it
	 */
	ConnectionBeans(ConfigurableListableBeanFactory beanFactory, Class<T> type, Function<String, ConnectionBean> naming,
			Function<T, ConnectionBorrower> borrowers, BiFunction<String, T, String> targets) {
		this.beanFactory = beanFactory;
		this.type = type;
		this.naming = naming;
		this.borrowers = borrowers;
		this.targets = targets;
	}

	/**
	 * Return all beans, without creating one.
	 * @return the beans
	 */
	Stream<ConnectionBean> all() {
		return Stream.of(this.beanFactory.getBeanNamesForType(this.type, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.map(this.naming);
	}

	/**
	 * Return the names of all beans, also those of parent contexts.
	 * @return the names
	 */
	Stream<String> names() {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, this.type, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name));
	}

	/**
	 * Find the name of the bean that opens the connections of another.
	 * @param name the name of a bean
	 * @return the other name, or the same if the bean isn't there yet or opens its own
	 */
	String openerOf(String name) {
		return (this.beanFactory.containsSingleton(name) && this.beanFactory.isTypeMatch(name, this.type))
				? this.targets.apply(name, this.beanFactory.getBean(name, this.type)) : name;
	}

	/**
	 * Return what borrows connections of a bean.
	 * @param bean the bean, which is created if it isn't there yet
	 * @return the borrower
	 */
	ConnectionBorrower borrower(ConnectionBean bean) {
		return this.borrowers.apply(this.beanFactory.getBean(bean.name(), this.type));
	}

	/**
	 * Return the beans that can be autowired, as Spring Boot's own health indicators
	 * choose them.
	 * @param several the types
	 * @return what borrows connections of each
	 */
	static Map<String, ConnectionBorrower> candidates(List<ConnectionBeans<?>> several) {
		Map<String, ConnectionBorrower> candidates = new LinkedHashMap<>();
		several.forEach((beans) -> candidates.putAll(beans.candidates()));
		return candidates;
	}

	private Map<String, ConnectionBorrower> candidates() {
		Map<String, ConnectionBorrower> candidates = new LinkedHashMap<>();
		SimpleAutowireCandidateResolver.resolveAutowireCandidates(this.beanFactory, this.type, false, true)
			.forEach((name, bean) -> candidates.put(this.targets.apply(name, bean), this.borrowers.apply(bean)));
		return candidates;
	}

}

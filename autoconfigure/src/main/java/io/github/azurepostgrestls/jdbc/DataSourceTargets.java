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

package io.github.azurepostgrestls.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.CommonDataSource;

import io.github.azurepostgrestls.driver.ProxyTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Finds all DataSources that another takes its connections from. To unwrap it would find
 * only the one that is its turn.
 *
 * @author the azure-postgres-tls contributors
 */
final class DataSourceTargets {

	private DataSourceTargets() {
	}

	/**
	 * Find the DataSources that have no targets.
	 * @param dataSource a DataSource that may be wrapped
	 * @return the innermost DataSources, without those that are beans of their own; the
	 * DataSource itself if it has no targets that are known
	 */
	static Stream<CommonDataSource> innermost(CommonDataSource dataSource) {
		if (ProxyTarget.isBean(dataSource)) {
			return Stream.empty();
		}
		Collection<CommonDataSource> targets = of(dataSource);
		return targets.isEmpty() ? Stream.of(dataSource) : targets.stream().flatMap(DataSourceTargets::innermost);
	}

	private static Collection<CommonDataSource> of(CommonDataSource dataSource) {
		CommonDataSource proxied = ProxyTarget.of(dataSource, CommonDataSource.class);
		if (proxied != dataSource) {
			return List.of(proxied);
		}
		Set<CommonDataSource> targets = new LinkedHashSet<>();
		AbstractRoutingDataSource routing = find(dataSource, AbstractRoutingDataSource.class);
		if (routing != null) {
			targets.addAll(routing.getResolvedDataSources().values());
			add(routing.getResolvedDefaultDataSource(), targets);
		}
		LazyConnectionDataSourceProxy lazy = find(dataSource, LazyConnectionDataSourceProxy.class);
		if (lazy != null) {
			add(lazy.getTargetDataSource(), targets);
			add(PropertyAccessorFactory.forDirectFieldAccess(lazy).getPropertyValue("readOnlyDataSource"), targets);
		}
		if (dataSource instanceof DelegatingDataSource delegating) {
			add(delegating.getTargetDataSource(), targets);
		}
		return targets;
	}

	private static void add(@Nullable Object target, Collection<CommonDataSource> targets) {
		if (target instanceof CommonDataSource dataSource) {
			targets.add(dataSource);
		}
	}

	/**
	 * Find a DataSource of a type in another.
	 * @param <T> the type
	 * @param dataSource a DataSource that may be wrapped
	 * @param type the type
	 * @return the DataSource, or {@code null} if there is none of the type
	 */
	static <T> @Nullable T find(CommonDataSource dataSource, Class<T> type) {
		if (type.isInstance(dataSource)) {
			return type.cast(dataSource);
		}
		try {
			return (dataSource instanceof Wrapper wrapper && wrapper.isWrapperFor(type)) ? wrapper.unwrap(type) : null;
		}
		catch (SQLException | RuntimeException ex) {
			// Not every DataSource keeps to the contract of Wrapper
			return null;
		}
	}

}

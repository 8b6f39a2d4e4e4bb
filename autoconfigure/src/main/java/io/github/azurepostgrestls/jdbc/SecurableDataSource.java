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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.CommonDataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.ClassUtils;

/**
 * A DataSource of a known kind, whose JDBC URL can be read and replaced before its first
 * connection.
 *
 * @author the azure-postgres-tls contributors
 */
final class SecurableDataSource {

	// Those that Spring Boot's DataSourceBuilder knows, and what a Spring application may
	// define beside them
	static final List<Kind> KINDS = List.of(
			new Kind("com.zaxxer.hikari.HikariDataSource", "jdbcUrl", "dataSourceProperties", "dataSource", "pool",
					"connectionTimeout"),
			new Kind("org.apache.tomcat.jdbc.pool.DataSourceProxy", "url", "dbProperties", "dataSource", "pool",
					"maxWait"),
			new Kind("org.apache.commons.dbcp2.BasicDataSource", "url", null, null, "connectionPool",
					"maxWaitDuration"),
			new Kind("oracle.ucp.jdbc.PoolDataSource", "URL", "connectionProperties", null, null,
					"connectionWaitDuration"),
			new Kind("com.mchange.v2.c3p0.AbstractComboPooledDataSource", "jdbcUrl", "properties", null, null,
					"checkoutTimeout"),
			new Kind("org.vibur.dbcp.ViburConfig", "jdbcUrl", "driverProperties", "externalDataSource", "pool",
					"connectionTimeoutInMs"),
			new Kind("org.springframework.jdbc.datasource.AbstractDriverBasedDataSource", "url", "connectionProperties",
					null, null, null),
			new Kind("org.postgresql.ds.common.BaseDataSource", "url", null, null, null, null));

	private final Kind kind;

	private final BeanWrapper dataSource;

	private SecurableDataSource(Kind kind, CommonDataSource dataSource) {
		this.kind = kind;
		this.dataSource = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
	}

	/**
	 * Find the DataSource of a known kind that another is or wraps.
	 * @param dataSource a DataSource without targets that are known
	 * @return the DataSource, or {@code null} if its kind isn't known
	 */
	static @Nullable SecurableDataSource behind(CommonDataSource dataSource) {
		for (Kind kind : KINDS) {
			CommonDataSource found = kind.find(dataSource);
			if (found != null) {
				return new SecurableDataSource(kind, found);
			}
		}
		return null;
	}

	Object unwrap() {
		return this.dataSource.getWrappedInstance();
	}

	/**
	 * Return the JDBC URL.
	 * @return the URL, or {@code null} if the DataSource connects by other means
	 */
	@Nullable String getUrl() {
		return (String) this.dataSource.getPropertyValue(this.kind.url());
	}

	/**
	 * Replace the JDBC URL.
	 * @param url the secured URL
	 * @throws PropertyAccessException if the DataSource doesn't take it
	 */
	void setUrl(String url) {
		if (unwrap() instanceof BaseDataSource driver) {
			DriverDataSourceParameters.setUrl(driver, url);
		}
		else {
			this.dataSource.setPropertyValue(this.kind.url(), url);
		}
	}

	/**
	 * Return whether the DataSource has connected already, as far as it can tell.
	 * @return whether another URL would come too late
	 */
	boolean isInUse() {
		// Not by a getter: that of Tomcat's creates the pool
		return this.kind.pool() != null
				&& PropertyAccessorFactory.forDirectFieldAccess(unwrap()).getPropertyValue(this.kind.pool()) != null;
	}

	/**
	 * Return whether {@link #isInUse()} is known.
	 * @return {@code false} if this kind of DataSource doesn't tell
	 */
	boolean tellsUse() {
		return this.kind.pool() != null;
	}

	/**
	 * Return what is handed to the driver beside the URL.
	 * @return the parameters, which may hold secrets
	 */
	Map<?, ?> getParameters() {
		return (value(this.kind.parameters()) instanceof Map<?, ?> parameters) ? parameters : Map.of();
	}

	/**
	 * Return the DataSource that this one takes its connections from instead of a URL.
	 * @return the other DataSource or {@code null}
	 */
	@Nullable CommonDataSource getTarget() {
		return (value(this.kind.target()) instanceof CommonDataSource target) ? target : null;
	}

	/**
	 * Return how long the DataSource waits for a connection.
	 * @return the limit, or {@code null} if it has none or doesn't tell
	 */
	@Nullable Duration getWaitLimit() {
		String property = this.kind.waitLimit();
		Object limit = (property != null && this.dataSource.isReadableProperty(property)) ? value(property) : null;
		Duration duration = (limit instanceof Number milliseconds) ? Duration.ofMillis(milliseconds.longValue())
				: (limit instanceof Duration given) ? given : Duration.ZERO;
		return (duration.toMillis() > 0) ? duration : null;
	}

	private @Nullable Object value(@Nullable String property) {
		return (property != null) ? this.dataSource.getPropertyValue(property) : null;
	}

	/**
	 * A kind of DataSource and the names of its bean properties.
	 *
	 * @param className the class, which the application may not have
	 * @param url what holds the JDBC URL
	 * @param parameters what holds the driver's parameters
	 * @param target what holds another DataSource to take connections from
	 * @param pool the field for what holds the connections, set when there are any
	 * @param waitLimit how long it waits for a connection: a duration or milliseconds
	 */
	record Kind(String className, String url, @Nullable String parameters, @Nullable String target,
			@Nullable String pool, @Nullable String waitLimit) {

		private @Nullable CommonDataSource find(CommonDataSource dataSource) {
			ClassLoader classLoader = dataSource.getClass().getClassLoader();
			if (!ClassUtils.isPresent(this.className, classLoader)) {
				return null;
			}
			return (DataSourceTargets.find(dataSource,
					ClassUtils.resolveClassName(this.className, classLoader)) instanceof CommonDataSource found) ? found
							: null;
		}

	}

}

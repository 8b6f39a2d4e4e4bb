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

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.util.ClassUtils;

/**
 * A DataSource whose JDBC URL can be read and replaced before its first connection.
 *
 * @author the azure-postgres-tls contributors
 */
interface SecurableDataSource {

	/**
	 * Return the JDBC URL.
	 * @return the URL, or {@code null} if the DataSource connects by other means
	 */
	@Nullable String getUrl();

	/**
	 * Replace the JDBC URL.
	 * @param url the secured URL
	 * @throws IllegalStateException if the DataSource is in use already
	 */
	void setUrl(String url);

	/**
	 * Return what is handed to the driver beside the URL.
	 * @return the properties, which may hold secrets
	 */
	Map<?, ?> getDriverProperties();

	/**
	 * Return the DataSource that this one takes its connections from instead of a URL.
	 * @return the other DataSource or {@code null}
	 */
	default @Nullable DataSource getTarget() {
		return null;
	}

	/**
	 * Adapt a DataSource.
	 * @param dataSource the DataSource
	 * @return the adapted DataSource, or {@code null} if its kind isn't known
	 */
	static @Nullable SecurableDataSource of(DataSource dataSource) {
		return Kind.ALL.stream()
			.filter((kind) -> kind.isInstance(dataSource))
			.findFirst()
			.map((kind) -> kind.adapter().apply(dataSource))
			.orElse(null);
	}

	/**
	 * A kind of DataSource.
	 *
	 * @param className the class, which the application may not have
	 * @param adapter adapts an instance
	 */
	record Kind(String className, Function<DataSource, SecurableDataSource> adapter) {

		private static final List<Kind> ALL = List.of(
				new Kind("com.zaxxer.hikari.HikariDataSource", (it) -> new HikariPool((HikariDataSource) it)),
				new Kind("org.springframework.jdbc.datasource.AbstractDriverBasedDataSource",
						(it) -> new DriverBased((AbstractDriverBasedDataSource) it)));

		boolean isInstance(DataSource dataSource) {
			ClassLoader classLoader = dataSource.getClass().getClassLoader();
			return ClassUtils.isPresent(this.className, classLoader)
					&& ClassUtils.resolveClassName(this.className, classLoader).isInstance(dataSource);
		}

	}

	/**
	 * HikariCP's pool.
	 *
	 * @param pool the pool
	 */
	record HikariPool(HikariDataSource pool) implements SecurableDataSource {

		@Override
		public @Nullable String getUrl() {
			return this.pool.getJdbcUrl();
		}

		@Override
		public void setUrl(String url) {
			this.pool.setJdbcUrl(url);
		}

		@Override
		public Map<?, ?> getDriverProperties() {
			return this.pool.getDataSourceProperties();
		}

		@Override
		public @Nullable DataSource getTarget() {
			return this.pool.getDataSource();
		}

	}

	/**
	 * Spring's DataSources without a pool.
	 *
	 * @param dataSource the DataSource
	 */
	record DriverBased(AbstractDriverBasedDataSource dataSource) implements SecurableDataSource {

		@Override
		public @Nullable String getUrl() {
			return this.dataSource.getUrl();
		}

		@Override
		public void setUrl(String url) {
			this.dataSource.setUrl(url);
		}

		@Override
		public Map<?, ?> getDriverProperties() {
			Map<?, ?> properties = this.dataSource.getConnectionProperties();
			return (properties != null) ? properties : Map.of();
		}

	}

}

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

import javax.sql.CommonDataSource;

import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.core.log.LogMessage;

/**
 * Refuses what can't be secured although it is for PostgreSQL.
 *
 * @author the azure-postgres-tls contributors
 */
final class PostgresDetector {

	private static final Log logger = LogFactory.getLog(PostgresDetector.class);

	private static final String[] URL_PROPERTIES = { "url", "jdbcUrl", "URL" };

	private PostgresDetector() {
	}

	static void requireNotPostgres(String name, CommonDataSource dataSource) {
		String url = url(dataSource);
		if (dataSource.getClass().getName().startsWith("org.postgresql.") || isPostgres(url)) {
			throw new UnsecurableConnectionsException(
					"The DataSource '%s' of type %s can't be secured: its kind isn't known.".formatted(name,
							dataSource.getClass().getName()),
					"Use a HikariDataSource, which Spring Boot creates from 'spring.datasource.url', or exempt it with"
							+ " azure.postgres.tls.data-sources.%s.enabled=false.".formatted(name));
		}
		if (url == null) {
			logger
				.warn(LogMessage.format("DataSource '%s' of type %s shows no JDBC URL: if it connects to PostgreSQL, it"
						+ " is not secured", name, dataSource.getClass().getName()));
		}
	}

	static void requireNotPostgres(String name, String url) {
		if (isPostgres(url)) {
			throw new UnsecurableConnectionsException(
					"The JDBC URL of the DataSource '%s' can't be secured: its form isn't known.".formatted(name),
					"Use a URL that starts with jdbc:postgresql:, or exempt the DataSource with"
							+ " azure.postgres.tls.data-sources.%s.enabled=false.".formatted(name));
		}
	}

	// Such as jdbc:somewrapper:postgresql://host/database
	private static boolean isPostgres(@Nullable String url) {
		if (url == null || !url.startsWith("jdbc:")) {
			return false;
		}
		int slashes = url.indexOf("//");
		return ((slashes != -1) ? url.substring(0, slashes) : url).contains(":postgresql:");
	}

	private static @Nullable String url(CommonDataSource dataSource) {
		BeanWrapper wrapper = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String property : URL_PROPERTIES) {
			try {
				if (wrapper.isReadableProperty(property) && wrapper.getPropertyValue(property) instanceof String url) {
					return url;
				}
			}
			catch (BeansException ex) {
				// A property that can't be read says nothing about the database
			}
		}
		return null;
	}

}

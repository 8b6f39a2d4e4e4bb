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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * Creates the driver's DataSource that HikariCP would create itself at its first
 * connection, so that it can be secured before.
 *
 * @author the azure-postgres-tls contributors
 */
final class HikariDriverDataSource {

	private static final boolean HIKARI_PRESENT = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			HikariDriverDataSource.class.getClassLoader());

	private HikariDriverDataSource() {
	}

	static void replaceByInstance(Object dataSource) {
		if (HIKARI_PRESENT && dataSource instanceof HikariDataSource pool && !pool.isRunning()
				&& pool.getDataSource() == null && isPostgres(pool.getDataSourceClassName())) {
			Class<?> type = ClassUtils.resolveClassName(pool.getDataSourceClassName(),
					pool.getClass().getClassLoader());
			DataSource created = (DataSource) BeanUtils.instantiateClass(type);
			PropertyElf.setTargetFromProperties(created, pool.getDataSourceProperties());
			pool.setDataSource(created);
			pool.setDataSourceClassName(null);
		}
	}

	private static boolean isPostgres(@Nullable String className) {
		return className != null && className.startsWith("org.postgresql.");
	}

}

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

package io.github.azurepostgrestls.properties;

/**
 * A bean that connects to PostgreSQL, as errors and logs name it.
 *
 * @param kind what it is, in Spring's words
 * @param name the name of the bean
 * @author the azure-postgres-tls contributors
 */
public record ConnectionBean(String kind, String name) {

	/**
	 * Name a JDBC DataSource.
	 * @param name the name of the bean
	 * @return the bean
	 */
	public static ConnectionBean dataSource(String name) {
		return new ConnectionBean("DataSource", name);
	}

	/**
	 * Name an R2DBC ConnectionFactory.
	 * @param name the name of the bean
	 * @return the bean
	 */
	public static ConnectionBean connectionFactory(String name) {
		return new ConnectionBean("ConnectionFactory", name);
	}

	@Override
	public String toString() {
		return "%s '%s'".formatted(this.kind, this.name);
	}

}

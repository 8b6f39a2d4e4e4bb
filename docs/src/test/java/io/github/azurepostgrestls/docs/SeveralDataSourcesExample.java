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

package io.github.azurepostgrestls.docs;

// tag::configuration[]
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

// end::configuration[]
/**
 * Configuration of an application with three databases.
 *
 * @author the azure-postgres-tls contributors
 */
// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class SeveralDataSourcesExample {

	@Bean
	@Primary
	@ConfigurationProperties("app.orders")
	HikariDataSource orders() {
		return DataSourceBuilder.create().type(HikariDataSource.class).build();
	}

	@Bean
	@ConfigurationProperties("app.reporting")
	HikariDataSource reporting() {
		return DataSourceBuilder.create().type(HikariDataSource.class).build();
	}

	@Bean
	@ConfigurationProperties("app.legacy")
	HikariDataSource legacy() {
		return DataSourceBuilder.create().type(HikariDataSource.class).build();
	}

}
// end::configuration[]

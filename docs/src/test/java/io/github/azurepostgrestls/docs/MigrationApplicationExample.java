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

// tag::main[]
import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;

// end::main[]
/**
 * Application that migrates the database and ends.
 *
 * @author the azure-postgres-tls contributors
 */
// tag::main[]
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
		AzurePostgresTlsAutoConfiguration.class })
public class MigrationApplicationExample {

	/**
	 * Migrate the database.
	 * @param args the command line arguments
	 */
	public static void main(String[] args) {
		new SpringApplicationBuilder(MigrationApplicationExample.class).web(WebApplicationType.NONE).run(args).close();
	}

}
// end::main[]

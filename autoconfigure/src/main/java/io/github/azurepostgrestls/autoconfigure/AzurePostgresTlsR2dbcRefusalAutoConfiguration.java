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

import io.r2dbc.postgresql.PostgresqlConnectionFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} that refuses R2DBC connections to
 * PostgreSQL where something is missing that could secure them.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = AzurePostgresTlsR2dbcAutoConfiguration.class)
@ConditionalOnClass(PostgresqlConnectionFactory.class)
@Conditional(OnTlsEnabledCondition.class)
@ConditionalOnMissingBean(type = "io.github.azurepostgrestls.r2dbc.ConnectionFactorySecurer")
@Import(ConnectionFactoryRefusingBeanPostProcessor.class)
public final class AzurePostgresTlsR2dbcRefusalAutoConfiguration {

}

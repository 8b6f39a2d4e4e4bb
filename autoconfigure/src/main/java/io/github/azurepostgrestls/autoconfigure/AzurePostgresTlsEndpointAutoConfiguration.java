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

import io.github.azurepostgrestls.actuate.SecuredDataSources;
import io.github.azurepostgrestls.actuate.TlsEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the endpoint that shows how PostgreSQL
 * connections are secured.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = AzurePostgresTlsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(SecuredDataSources.class)
@ConditionalOnAvailableEndpoint(TlsEndpoint.class)
public final class AzurePostgresTlsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TlsEndpoint azurePostgresTlsEndpoint(SecuredDataSources dataSources, Environment environment) {
		return new TlsEndpoint(dataSources, environment);
	}

}

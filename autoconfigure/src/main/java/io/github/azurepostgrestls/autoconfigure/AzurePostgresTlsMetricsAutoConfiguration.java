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
import io.github.azurepostgrestls.actuate.TlsMetrics;
import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.jdbc.UnverifiedConnections;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for metrics of verified TLS connections to
 * PostgreSQL.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = AzurePostgresTlsAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(SecuredDataSources.class)
public final class AzurePostgresTlsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TlsMetrics azurePostgresTlsMetrics(SecuredDataSources dataSources, Exemptions exemptions,
			UnverifiedConnections unverified) {
		return new TlsMetrics(dataSources, exemptions::count, () -> unverified.servers().size());
	}

}

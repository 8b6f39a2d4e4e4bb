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

import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.azurepostgrestls.actuate.ConnectionBorrower;
import io.github.azurepostgrestls.actuate.LateHealthIndicator;
import io.github.azurepostgrestls.actuate.SecuredDataSource;
import io.github.azurepostgrestls.actuate.SecuredDataSources;
import io.github.azurepostgrestls.actuate.TlsHealthIndicator;
import io.github.azurepostgrestls.actuate.UnsecuredHealthIndicator;
import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.jdbc.UnverifiedConnections;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link AutoConfiguration Auto-configuration} for the health component
 * {@code azurePostgresTls}: one DataSource is the indicator itself, several make a
 * composite by bean name.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = { AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class },
		afterName = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
		before = HealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(SecuredDataSources.class)
@Conditional(AzurePostgresTlsHealthContributorAutoConfiguration.ConnectsCondition.class)
@ConditionalOnEnabledHealthIndicator("azurepostgrestls")
@EnableConfigurationProperties(AzurePostgresTlsHealthProperties.class)
public final class AzurePostgresTlsHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "azurePostgresTlsHealthIndicator", "azurePostgresTlsHealthContributor" })
	HealthContributor azurePostgresTlsHealthContributor(ObjectProvider<ConnectionBeans<?>> beans,
			SecuredDataSources securedDataSources, Exemptions exemptions, UnverifiedConnections unverified,
			AzurePostgresTlsHealthProperties health) {
		Map<String, ConnectionBorrower> dataSources = ConnectionBeans.candidates(beans.stream().toList());
		if (dataSources.size() == 1) {
			Map.Entry<String, ConnectionBorrower> only = dataSources.entrySet().iterator().next();
			return createIndicator(only, securedDataSources, exemptions, unverified, health);
		}
		return CompositeHealthContributor.fromMap(dataSources.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey,
					(entry) -> createIndicator(entry, securedDataSources, exemptions, unverified, health))));
	}

	private static HealthContributor createIndicator(Map.Entry<String, ConnectionBorrower> dataSource,
			SecuredDataSources securedDataSources, Exemptions exemptions, UnverifiedConnections unverified,
			AzurePostgresTlsHealthProperties health) {
		String exemption = exemptions.reasonOf(dataSource.getKey());
		if (exemption != null) {
			return new UnsecuredHealthIndicator("EXEMPTED", exemption + ".", unverified::servers);
		}
		return new LateHealthIndicator(() -> {
			SecuredDataSource secured = securedDataSources.find(dataSource.getKey());
			return (secured != null)
					? new TlsHealthIndicator(dataSource.getValue(), secured, health.timeout(), unverified::servers)
					: null;
		}, new UnsecuredHealthIndicator("NOT_POSTGRESQL", "The bean doesn't connect to PostgreSQL, as far as it shows.",
				unverified::servers));
	}

	/**
	 * Matches when there is a bean that connects to databases.
	 */
	static class ConnectsCondition extends AnyNestedCondition {

		ConnectsCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(DataSource.class)
		static class ThroughDataSource {

		}

		@ConditionalOnBean(type = "io.r2dbc.spi.ConnectionFactory")
		static class ThroughConnectionFactory {

		}

	}

}

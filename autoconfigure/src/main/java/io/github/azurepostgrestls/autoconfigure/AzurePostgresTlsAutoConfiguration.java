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

import javax.sql.DataSource;

import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import io.github.azurepostgrestls.jdbc.DataSourceSecuringBeanPostProcessor;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.trust.RootCertificates;
import io.github.azurepostgrestls.trust.ServerTrust;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.TlsPolicy;
import org.postgresql.Driver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * {@link AutoConfiguration Auto-configuration} for verified TLS on every PostgreSQL
 * connection of the application.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass({ DataSource.class, Driver.class, AbstractDriverBasedDataSource.class })
@ConditionalOnBooleanProperty(name = "azure.postgres.tls.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AzurePostgresTlsProperties.class)
public final class AzurePostgresTlsAutoConfiguration {

	@Bean
	static DataSourceSecuringBeanPostProcessor azurePostgresTlsDataSourceSecuringBeanPostProcessor(
			ObjectProvider<DataSourceSecurer> securer) {
		return new DataSourceSecuringBeanPostProcessor(securer);
	}

	// Not lazy, so that a location that can't be used stops the start in any case
	@Bean
	@Lazy(false)
	ServerTrust azurePostgresServerTrust(AzurePostgresTlsProperties properties, ResourceLoader resourceLoader) {
		return new ServerTrust(RootCertificates.load(AzurePostgresTlsProperties.PREFIX + ".root-certificates",
				properties.rootCertificates(), resourceLoader));
	}

	@Bean
	ConnectionObservations azurePostgresConnectionObservations() {
		return new ConnectionObservations();
	}

	@Bean
	DataSourceSecurer azurePostgresDataSourceSecurer(AzurePostgresTlsProperties properties, ServerTrust trust,
			ConnectionObservations observations, Environment environment) {
		TlsPolicy policy = new TlsPolicy(properties.mode(), properties.minimumProtocol(), properties.cipherSuites(),
				null);
		return new DataSourceSecurer((name) -> new ConnectionSecurity(policy,
				AzurePostgresTlsProperties.PREFIX + ".cipher-suites", trust, observations.of(name)),
				properties.negotiation(), properties.channelBinding(), environment);
	}

}

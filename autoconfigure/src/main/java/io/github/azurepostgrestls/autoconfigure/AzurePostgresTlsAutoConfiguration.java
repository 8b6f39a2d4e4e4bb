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

import java.sql.Connection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.actuate.SecuredDataSources;
import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.driver.ServerDirectory;
import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import io.github.azurepostgrestls.jdbc.DataSourceSecuringBeanPostProcessor;
import io.github.azurepostgrestls.jdbc.UnverifiedConnections;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.DevelopmentDatabases;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.TlsSettingsResolver;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import jakarta.persistence.EntityManagerFactory;
import org.postgresql.Driver;
import org.quartz.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.XADataSourceWrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * {@link AutoConfiguration Auto-configuration} for verified TLS on every PostgreSQL
 * connection of the application.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class, after = SslAutoConfiguration.class)
@ConditionalOnClass({ DataSource.class, Driver.class, AbstractDriverBasedDataSource.class })
@Conditional(OnTlsEnabledCondition.class)
@EnableConfigurationProperties(AzurePostgresTlsProperties.class)
@ImportRuntimeHints(AzurePostgresTlsRuntimeHints.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class AzurePostgresTlsAutoConfiguration {

	// No bean has this name, so that the common settings apply
	private static final String ANY_DATA_SOURCE = "";

	private static final String EXEMPTIONS = "azurePostgresExemptions";

	@Bean
	static DataSourceSecuringBeanPostProcessor azurePostgresTlsDataSourceSecuringBeanPostProcessor(
			ObjectProvider<DataSourceSecurer> securer, UnverifiedConnections unverified) {
		return new DataSourceSecuringBeanPostProcessor(securer);
	}

	@Bean
	TlsSettingsResolver azurePostgresTlsSettingsResolver(AzurePostgresTlsProperties properties) {
		return new TlsSettingsResolver(properties);
	}

	// Not lazy, so that a setting that can't be used stops the start in any case
	@Bean
	@Lazy(false)
	TrustSources azurePostgresTrustSources(AzurePostgresTlsProperties properties, TlsSettingsResolver settings,
			ResourceLoader resourceLoader, ObjectProvider<SslBundles> bundles) {
		TrustSources sources = new TrustSources(resourceLoader, bundles::getIfAvailable);
		Stream.concat(Stream.of(ANY_DATA_SOURCE), properties.dataSources().keySet().stream())
			.map(settings::settingsOf)
			.forEach(sources::of);
		return sources;
	}

	// After those of the application, so that its own bundle of that name is kept
	@Bean
	@Order
	SslBundleRegistrar azurePostgresSslBundleRegistrar(ResourceLoader resourceLoader) {
		return new AzurePostgresSslBundleRegistrar(resourceLoader);
	}

	@Bean
	ConnectionObservations azurePostgresConnectionObservations(ConfigurableListableBeanFactory beanFactory) {
		ConnectionObservations observations = new ConnectionObservations();
		observations.rememberIn(beanFactory, "azurePostgresConnectionObservations");
		return observations;
	}

	@Bean(EXEMPTIONS)
	Exemptions azurePostgresExemptions(TlsSettingsResolver settings) {
		return new Exemptions(settings::settingsOf);
	}

	@Bean
	DataSourceSecurer azurePostgresDataSourceSecurer(AzurePostgresTlsProperties properties,
			TlsSettingsResolver resolver, TrustSources trusts, ConnectionObservations observations,
			Exemptions exemptions, ObjectProvider<JdbcConnectionDetails> connectionDetails, Environment environment) {
		return new DataSourceSecurer(resolver::settingsOf, (name) -> {
			TlsSettings settings = resolver.settingsOf(name);
			return new ConnectionSecurity(settings, trusts.of(settings),
					observations.of(ConnectionBean.dataSource(name)));
		}, exemptions, (properties.developmentDatabases() == DevelopmentDatabases.EXEMPT)
				? new DevelopmentDatabaseExemption(connectionDetails) : (url) -> false, environment);
	}

	@Bean
	SecuredDataSources azurePostgresSecuredDataSources(ConnectionObservations observations,
			TlsSettingsResolver settings, TrustSources trusts, ObjectProvider<ServerDirectory> directories) {
		return new SecuredDataSources(observations, settings::settingsOf, trusts,
				(name) -> directories.stream()
					.flatMap((directory) -> directory.serversOf(name).stream())
					.collect(Collectors.toUnmodifiableSet()));
	}

	@Bean
	ConnectionBeans<DataSource> azurePostgresDataSourceBeans(ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionBeans<>(beanFactory, DataSource.class, ConnectionBean::dataSource,
				(dataSource) -> (whileBorrowed) -> {
					try (Connection connection = dataSource.getConnection()) {
						whileBorrowed.run();
					}
				}, (name, dataSource) -> name);
	}

	// With the post-processor that needs it, before a bean could open such a connection
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static UnverifiedConnections azurePostgresUnverifiedConnections(ConfigurableListableBeanFactory beanFactory) {
		// To create the bean would bind the properties before all of them are there
		return new UnverifiedConnections(
				(server) -> beanFactory.getSingleton(EXEMPTIONS) instanceof Exemptions exemptions
						&& exemptions.include(server));
	}

	@Bean
	DataSourceInspection azurePostgresDataSourceInspection(ConfigurableListableBeanFactory beanFactory,
			DataSourceSecurer securer, AzurePostgresTlsProperties properties,
			ObjectProvider<ConnectionBeans<?>> beans) {
		return new DataSourceInspection(beanFactory, securer, properties, beans.stream().toList());
	}

	@Bean
	@Lazy(false)
	StartupVerification azurePostgresStartupVerification(ObjectProvider<ConnectionBeans<?>> beans,
			TlsSettingsResolver settings, ConnectionObservations observations) {
		return new StartupVerification(beans.stream().toList(), settings, observations);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(FlywayConnectionDetails.class)
	static class FlywayTlsConfiguration {

		@Bean
		static FlywayConnectionSecuringBeanPostProcessor azurePostgresFlywayConnectionSecuringBeanPostProcessor(
				ObjectProvider<DataSourceSecurer> securer) {
			return new FlywayConnectionSecuringBeanPostProcessor(securer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LiquibaseConnectionDetails.class)
	static class LiquibaseTlsConfiguration {

		@Bean
		static LiquibaseConnectionSecuringBeanPostProcessor azurePostgresLiquibaseConnectionSecuringBeanPostProcessor(
				ObjectProvider<DataSourceSecurer> securer) {
			return new LiquibaseConnectionSecuringBeanPostProcessor(securer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ QuartzProperties.class, Scheduler.class })
	static class QuartzTlsConfiguration {

		@Bean
		static QuartzConnectionSecuringBeanPostProcessor azurePostgresQuartzConnectionSecuringBeanPostProcessor(
				ObjectProvider<DataSourceSecurer> securer) {
			return new QuartzConnectionSecuringBeanPostProcessor(securer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ AbstractEntityManagerFactoryBean.class, EntityManagerFactory.class })
	static class JpaTlsConfiguration {

		@Bean
		static JpaConnectionSecuringBeanPostProcessor azurePostgresJpaConnectionSecuringBeanPostProcessor(
				ObjectProvider<DataSourceSecurer> securer) {
			return new JpaConnectionSecuringBeanPostProcessor(securer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(XADataSourceWrapper.class)
	static class XaTlsConfiguration {

		@Bean
		static XaDataSourceSecuringBeanPostProcessor azurePostgresXaDataSourceSecuringBeanPostProcessor(
				ObjectProvider<DataSourceSecurer> securer) {
			return new XaDataSourceSecuringBeanPostProcessor(securer);
		}

	}

}

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

import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.DevelopmentDatabases;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.TlsSettingsResolver;
import io.github.azurepostgrestls.r2dbc.ConnectionFactorySecurer;
import io.github.azurepostgrestls.r2dbc.ConnectionFactorySecuringBeanPostProcessor;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.connection.lookup.AbstractRoutingConnectionFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for verified TLS on every PostgreSQL
 * connection that the application opens with R2DBC.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = AzurePostgresTlsAutoConfiguration.class,
		beforeName = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration")
@ConditionalOnClass(PostgresqlConnectionFactory.class)
@Conditional(OnTlsEnabledCondition.class)
public final class AzurePostgresTlsR2dbcAutoConfiguration {

	/**
	 * Secures what Spring Boot's support for R2DBC builds.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ConnectionFactoryOptionsBuilderCustomizer.class, AbstractRoutingConnectionFactory.class })
	@ConditionalOnBean(TrustSources.class)
	static class SecuringConfiguration {

		// The name of the bean that Spring Boot creates
		private static final String CONNECTION_FACTORY = "connectionFactory";

		@Bean
		static ConnectionFactorySecuringBeanPostProcessor azurePostgresTlsConnectionFactorySecuringBeanPostProcessor(
				ObjectProvider<ConnectionFactorySecurer> securer) {
			return new ConnectionFactorySecuringBeanPostProcessor(securer);
		}

		@Bean
		ConnectionFactorySecurer azurePostgresConnectionFactorySecurer(AzurePostgresTlsProperties properties,
				TlsSettingsResolver resolver, TrustSources trusts, ConnectionObservations observations,
				Exemptions exemptions, ObjectProvider<R2dbcConnectionDetails> connectionDetails,
				Environment environment) {
			return new ConnectionFactorySecurer(resolver::settingsOf, (bean) -> {
				TlsSettings settings = resolver.settingsOf(bean.name());
				return new ConnectionSecurity(settings, trusts.of(settings), observations.of(bean));
			}, exemptions, (properties.developmentDatabases() == DevelopmentDatabases.EXEMPT)
					? providedBy(connectionDetails) : (options) -> false, environment);
		}

		private static Predicate<ConnectionFactoryOptions> providedBy(
				ObjectProvider<R2dbcConnectionDetails> connectionDetails) {
			return (options) -> connectionDetails.stream()
				.filter(DevelopmentDatabaseExemption::isProvided)
				.map(R2dbcConnectionDetails::getConnectionFactoryOptions)
				.anyMatch(
						(provided) -> Stream.<Option<?>>of(ConnectionFactoryOptions.HOST, ConnectionFactoryOptions.PORT)
							.allMatch((option) -> Objects.equals(provided.getValue(option), options.getValue(option))));
		}

		// Last, so that it sees what the others have set
		@Bean
		@Order
		ConnectionFactoryOptionsBuilderCustomizer azurePostgresConnectionFactoryOptionsCustomizer(
				ConnectionFactorySecurer securer) {
			return (builder) -> builder.from(securer.secure(CONNECTION_FACTORY, builder.build()));
		}

		@Bean
		ConnectionBeans<ConnectionFactory> azurePostgresConnectionFactoryBeans(
				ConfigurableListableBeanFactory beanFactory) {
			return new ConnectionBeans<>(beanFactory, ConnectionFactory.class, ConnectionBean::connectionFactory,
					ConnectionFactoryBorrower::new, (name, connectionFactory) -> {
						ConnectionBean target = ConnectionFactorySecurer.beanBehind(connectionFactory);
						return (target != null) ? target.name() : name;
					});
		}

		// Those that didn't come to the post-processor, because somebody registered them
		@Bean
		@Lazy(false)
		SmartInitializingSingleton azurePostgresConnectionFactoryInspection(ConfigurableListableBeanFactory beanFactory,
				ConnectionFactorySecurer securer) {
			return () -> Stream.of(beanFactory.getBeanNamesForType(ConnectionFactory.class, true, false))
				.filter(beanFactory::containsSingleton)
				.forEach((name) -> securer.requireSecured(name, beanFactory.getBean(name, ConnectionFactory.class)));
		}

	}

}

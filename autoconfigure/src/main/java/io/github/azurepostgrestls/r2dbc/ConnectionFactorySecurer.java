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

package io.github.azurepostgrestls.r2dbc;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.azurepostgrestls.driver.DriverSettingOrigin;
import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.driver.ProxyTarget;
import io.github.azurepostgrestls.driver.ServerDirectory;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.connection.lookup.AbstractRoutingConnectionFactory;

/**
 * Binds the ConnectionFactory beans of one application context to the guarantee before
 * their first connection. To secure what is secured already changes nothing.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionFactorySecurer implements ServerDirectory {

	private final Function<String, TlsSettings> settings;

	private final Function<ConnectionBean, ConnectionSecurity> securities;

	private final Exemptions exemptions;

	private final Predicate<ConnectionFactoryOptions> developmentDatabases;

	private final DriverSettingOrigin origin;

	// Keyed by the name of the ConnectionFactory, as the servers
	private final Map<String, ConnectionFactorySecurity> secured = new ConcurrentHashMap<>();

	private final Map<String, Set<ServerAddress>> servers = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link ConnectionFactorySecurer} instance.
	 * @param settings finds what is configured for a ConnectionFactory from its name
	 * @param securities creates the security of a ConnectionFactory
	 * @param exemptions decides which are exempted
	 * @param developmentDatabases decides by the options whether Spring Boot's support
	 * for development provides a database
	 * @param environment where options may have come from
	 */
	public ConnectionFactorySecurer(Function<String, TlsSettings> settings,
			Function<ConnectionBean, ConnectionSecurity> securities, Exemptions exemptions,
			Predicate<ConnectionFactoryOptions> developmentDatabases, Environment environment) {
		this.settings = settings;
		this.securities = securities;
		this.exemptions = exemptions;
		this.developmentDatabases = developmentDatabases;
		this.origin = new DriverSettingOrigin(environment);
	}

	/**
	 * Secure the options that a ConnectionFactory is built from.
	 * @param name the name of the ConnectionFactory
	 * @param options the options
	 * @return options that lead to verified connections, or the same if they aren't for
	 * PostgreSQL or if the ConnectionFactory is exempted
	 */
	public ConnectionFactoryOptions secure(String name, ConnectionFactoryOptions options) {
		DriverAddress address = DriverAddress.of(options);
		ConnectionBean bean = ConnectionBean.connectionFactory(name);
		if (address == null || (address.isVerified() && isOf(bean, options)) || isExempt(bean, options)) {
			return options;
		}
		ConnectionFactoryOptions.Builder secured = options.mutate();
		address.replaceDriver(secured);
		secured.option(VerifiedConnectionFactoryProvider.SECURITY,
				this.secured.computeIfAbsent(name, (key) -> securityOf(bean)));
		return secured.build();
	}

	// Options that are derived from those of another bean have that one's security
	private static boolean isOf(ConnectionBean bean, ConnectionFactoryOptions options) {
		return options
			.getValue(VerifiedConnectionFactoryProvider.SECURITY) instanceof ConnectionFactorySecurity security
				&& security.bean().equals(bean);
	}

	private boolean isExempt(ConnectionBean bean, ConnectionFactoryOptions options) {
		Set<ServerAddress> servers = DriverAddress.serversOf(options);
		if (this.exemptions.exemptByName(bean)) {
			this.exemptions.rememberServers(servers);
			return true;
		}
		return this.developmentDatabases.test(options) && this.exemptions.exemptDevelopmentDatabase(bean, servers);
	}

	private ConnectionFactorySecurity securityOf(ConnectionBean bean) {
		return new ConnectionFactorySecurity(bean, this.settings.apply(bean.name()), this.securities.apply(bean),
				(option) -> "the options of the %s%s".formatted(bean, originOf(option)),
				(servers) -> this.servers.computeIfAbsent(bean.name(), (key) -> ConcurrentHashMap.newKeySet())
					.addAll(servers));
	}

	private String originOf(DriverOption option) {
		String text = option.value().toString();
		String origin = this.origin.describe(option.name(), text);
		return origin.isEmpty() ? this.origin.describeUrlWith("%s=%s".formatted(option.name(), text)) : origin;
	}

	/**
	 * Secure a ConnectionFactory bean.
	 * @param name the name of the bean
	 * @param bean the bean, which must not have been used
	 * @return the bean to use instead, or the same if it is secured already, isn't for
	 * PostgreSQL or is exempted
	 * @throws UnsecurableConnectionsException if it is for PostgreSQL and can't be
	 * secured
	 */
	public ConnectionFactory secure(String name, ConnectionFactory bean) {
		ConnectionFactory target = ProxyTarget.of(bean, ConnectionFactory.class);
		if (!ProxyTarget.isBean(target) && target instanceof OptionsCapableConnectionFactory capable
				&& (beanBehind(target) == null || capable.unwrap() instanceof VerifiedConnectionFactory)) {
			ConnectionFactoryOptions secured = secure(name, capable.getOptions());
			if (secured != capable.getOptions()) {
				return ConnectionFactoryBuilder.withOptions(secured.mutate()).build();
			}
		}
		requireSecured(name, bean);
		return bean;
	}

	/**
	 * Require that a ConnectionFactory is secured.
	 * @param name the name of the bean
	 * @param bean the bean
	 * @throws UnsecurableConnectionsException if it is for PostgreSQL, isn't secured and
	 * isn't exempted
	 */
	public void requireSecured(String name, ConnectionFactory bean) {
		ConnectionFactory innermost = innermost(bean);
		if (innermost instanceof AbstractRoutingConnectionFactory routing) {
			targets(name, routing).forEach((routed) -> requireSecured(name, routed));
		}
		else if (isUnverified(innermost) && !isExempted(name, bean)) {
			throw unsecurable(name, bean, innermost);
		}
	}

	// Spring shows them to nobody
	private static Stream<ConnectionFactory> targets(String name, AbstractRoutingConnectionFactory routing) {
		PropertyAccessor fields = PropertyAccessorFactory.forDirectFieldAccess(routing);
		if (!(fields.getPropertyValue("resolvedConnectionFactories") instanceof Map<?, ?> targets)) {
			throw new UnsecurableConnectionsException(
					"The ConnectionFactory '%s' can't be secured: it isn't known yet where %s leads.".formatted(name,
							routing.getClass().getName()),
					"Make it a bean of its own, or call its afterPropertiesSet() before it is used.");
		}
		return Stream
			.concat(targets.values().stream(),
					Stream.ofNullable(fields.getPropertyValue("resolvedDefaultConnectionFactory")))
			.map(ConnectionFactory.class::cast);
	}

	private static boolean isUnverified(ConnectionFactory innermost) {
		return !(innermost instanceof VerifiedConnectionFactory) && !ProxyTarget.isBean(innermost)
				&& isForPostgres(innermost.getMetadata());
	}

	// As a mock has none
	private static boolean isForPostgres(@Nullable ConnectionFactoryMetadata metadata) {
		return metadata != null && metadata.getName().toLowerCase(Locale.ROOT).contains("postgres");
	}

	// That opens the connections, behind pools and proxies
	private static ConnectionFactory innermost(ConnectionFactory bean) {
		ConnectionFactory target = ProxyTarget.of(bean, ConnectionFactory.class);
		return (!ProxyTarget.isBean(target) && !(target instanceof VerifiedConnectionFactory)
				&& target instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory unwrapped
				&& unwrapped != target) ? innermost(unwrapped) : target;
	}

	private static UnsecurableConnectionsException unsecurable(String name, ConnectionFactory bean,
			ConnectionFactory innermost) {
		if (OptionsCapableConnectionFactory.unwrapFrom(bean) != null) {
			return new UnsecurableConnectionsException(
					"The ConnectionFactory '%s' can't be secured: something asked for it too early, or another ConnectionFactory was built around it."
						.formatted(name),
					"Let the bean method return what ConnectionFactoryBuilder has built, hand that bean to a pool, a proxy or a decorator, and let no BeanFactoryPostProcessor ask for it; or exempt it with azure.postgres.tls.data-sources.%s.enabled=false."
						.formatted(name));
		}
		if (innermost instanceof PostgresqlConnectionFactory) {
			return new UnsecurableConnectionsException(
					"The ConnectionFactory '%s' can't be secured: it was built without this starter.".formatted(name),
					"Let Spring Boot create it from 'spring.r2dbc.url', or build it with ConnectionFactoryBuilder.withUrl(...) as a bean of its own, and hand that bean to a pool, a proxy or a decorator; or exempt it with azure.postgres.tls.data-sources.%s.enabled=false."
						.formatted(name));
		}
		return new UnsecurableConnectionsException(
				"The ConnectionFactory '%s' can't be looked into: %s doesn't show which ConnectionFactory is behind it."
					.formatted(name, innermost.getClass().getName()),
				"Let %s implement io.r2dbc.spi.Wrapped and return it from unwrap(), and make that a bean of its own; or exempt it with azure.postgres.tls.data-sources.%s.enabled=false."
					.formatted(innermost.getClass().getSimpleName(), name));
	}

	private boolean isExempted(String name, ConnectionFactory bean) {
		OptionsCapableConnectionFactory capable = OptionsCapableConnectionFactory.unwrapFrom(bean);
		ConnectionBean own = ConnectionBean.connectionFactory(name);
		return (capable != null) ? isExempt(own, capable.getOptions()) : this.exemptions.exemptByName(own);
	}

	/**
	 * Find out whose connections a ConnectionFactory opens.
	 * @param connectionFactory the ConnectionFactory, such as a pool over that of another
	 * bean
	 * @return the secured bean behind it, or {@code null} if there is none
	 */
	public static @Nullable ConnectionBean beanBehind(ConnectionFactory connectionFactory) {
		return (innermost(connectionFactory) instanceof VerifiedConnectionFactory verified) ? verified.bean() : null;
	}

	@Override
	public Set<ServerAddress> serversOf(String name) {
		return Set.copyOf(this.servers.getOrDefault(name, Set.of()));
	}

}

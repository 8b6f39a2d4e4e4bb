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

package io.github.azurepostgrestls.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.azurepostgrestls.jdbc.SecuredJdbcUrl.Guarantee;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.log.LogMessage;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Binds the DataSources of one application context to the guarantee before their first
 * connection, and lets go of them when the context closes.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class DataSourceSecurer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(DataSourceSecurer.class);

	private final Function<String, ConnectionSecurity> securities;

	private final Negotiation negotiation;

	private final ChannelBinding channelBinding;

	private final SettingOrigin origin;

	// Written by secure and close only, keyed by the name of the DataSource
	private final Map<String, SecuredDataSource> secured = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link DataSourceSecurer} instance.
	 * @param securities creates the security of a DataSource from its name
	 * @param negotiation how TLS starts
	 * @param channelBinding the channel binding to ask for
	 * @param environment where a URL may have come from
	 */
	public DataSourceSecurer(Function<String, ConnectionSecurity> securities, Negotiation negotiation,
			ChannelBinding channelBinding, Environment environment) {
		this.securities = securities;
		this.negotiation = negotiation;
		this.channelBinding = channelBinding;
		this.origin = new SettingOrigin(environment);
	}

	/**
	 * Secure a DataSource. One that isn't for PostgreSQL is left as it is.
	 * @param name the name to log and report, usually that of the bean
	 * @param dataSource the DataSource, which must not have been used
	 * @throws ContradictoryTlsSettingException if its configuration contradicts the
	 * guarantee
	 * @throws UnsecurableDataSourceException if it is for PostgreSQL and can't be secured
	 */
	public void secure(String name, DataSource dataSource) {
		if (dataSource instanceof DelegatingDataSource delegating) {
			secureTarget(name, delegating.getTargetDataSource());
			return;
		}
		SecurableDataSource securable = SecurableDataSource.of(dataSource);
		if (securable == null) {
			requireOther(name, dataSource);
			return;
		}
		secureTarget(name, securable.getTarget());
		String url = securable.getUrl();
		if (url != null) {
			SecuredJdbcUrl securedUrl = secureUrl(name, settings(name, url, securable.getDriverProperties()));
			if (securedUrl != null) {
				replaceUrl(name, securable, securedUrl.url());
			}
		}
	}

	private void secureTarget(String name, @Nullable DataSource target) {
		if (target != null) {
			secure(name, target);
		}
	}

	private ConnectionSettings settings(String name, String url, Map<?, ?> properties) {
		String urlLocation = "the JDBC URL of the DataSource '%s'%s".formatted(name, this.origin.describe(url));
		return new ConnectionSettings(url, urlLocation, ConnectionSettings.parameters(properties),
				"the connection properties of the DataSource '%s'".formatted(name));
	}

	private @Nullable SecuredJdbcUrl secureUrl(String name, ConnectionSettings settings) {
		if (PostgresJdbcUrl.parse(settings.url()) == null) {
			return null;
		}
		SecuredDataSource dataSource = this.secured.computeIfAbsent(name, this::register);
		SecuredJdbcUrl securedUrl = SecuredJdbcUrl.secure(settings, new Guarantee(dataSource.security().mode(),
				this.negotiation, this.channelBinding, dataSource.registration().id()));
		if (securedUrl != null && !securedUrl.raised().isEmpty()) {
			logger.info(LogMessage.format("DataSource '%s': %s raised to sslmode=%s", name, securedUrl.raised(),
					dataSource.security().mode().sslmode()));
		}
		return securedUrl;
	}

	private SecuredDataSource register(String name) {
		ConnectionSecurity security = this.securities.apply(name);
		return new SecuredDataSource(security, ConnectionSecurityRegistry.register(security));
	}

	private static void replaceUrl(String name, SecurableDataSource dataSource, String url) {
		if (url.equals(dataSource.getUrl())) {
			return;
		}
		try {
			dataSource.setUrl(url);
		}
		catch (IllegalStateException ex) {
			throw new UnsecurableDataSourceException(
					"The DataSource '%s' is in use already, so its connections can't be secured any more."
						.formatted(name),
					"Create it without connecting: 'new HikariDataSource()' with setters, or 'DataSourceBuilder', instead"
							+ " of 'new HikariDataSource(config)'.");
		}
	}

	private static void requireOther(String name, DataSource dataSource) {
		if (dataSource.getClass().getName().startsWith("org.postgresql.")) {
			throw new UnsecurableDataSourceException(
					"The DataSource '%s' of type %s can't be secured.".formatted(name, dataSource.getClass().getName()),
					"Use a HikariDataSource with a JDBC URL, which Spring Boot creates from 'spring.datasource.url'.");
		}
	}

	/**
	 * Return whether a DataSource of this name was secured.
	 * @param name the name
	 * @return whether its connections are verified
	 */
	public boolean isSecured(String name) {
		return this.secured.containsKey(name);
	}

	/**
	 * Let go of the secured DataSources. Connections that they still open are refused.
	 */
	@Override
	public void close() {
		this.secured.values().forEach((dataSource) -> dataSource.registration().close());
		this.secured.clear();
	}

	/**
	 * One secured DataSource.
	 *
	 * @param security what secures its connections
	 * @param registration how its connections find that
	 */
	private record SecuredDataSource(ConnectionSecurity security, Registration registration) {

	}

}

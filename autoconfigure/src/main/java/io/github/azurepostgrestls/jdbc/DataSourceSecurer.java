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

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.sql.CommonDataSource;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.DriverSettingOrigin;
import io.github.azurepostgrestls.driver.Exemptions;
import io.github.azurepostgrestls.driver.ProxyTarget;
import io.github.azurepostgrestls.driver.ServerDirectory;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.jdbc.SecuredJdbcUrl.Guarantee;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import io.github.azurepostgrestls.wire.SecurityReference;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

import org.springframework.beans.PropertyAccessException;
import org.springframework.core.env.Environment;
import org.springframework.core.log.LogMessage;

/**
 * Binds the DataSources of one application context to the guarantee before their first
 * connection, and lets go of them when the context closes. To secure what is secured
 * already changes nothing.
 *
 * @author the azure-postgres-tls contributors
 */
public final class DataSourceSecurer implements ServerDirectory, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DataSourceSecurer.class);

	private final Function<String, TlsSettings> settings;

	private final Function<String, ConnectionSecurity> securities;

	private final Exemptions exemptions;

	private final Predicate<String> developmentDatabases;

	private final DriverSettingOrigin origin;

	private final DriverVersionCheck driver = new DriverVersionCheck(
			Driver.class.getPackage().getImplementationVersion());

	// Written by secure and close only, keyed by the name of the DataSource
	private final Map<String, SecuredDataSource> secured = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link DataSourceSecurer} instance.
	 * @param settings finds what is configured for a DataSource from its name
	 * @param securities creates the security of a DataSource from its name
	 * @param exemptions decides which DataSources are exempted
	 * @param developmentDatabases decides by the JDBC URL whether Spring Boot's support
	 * for development provides a database
	 * @param environment where a URL may have come from
	 */
	public DataSourceSecurer(Function<String, TlsSettings> settings, Function<String, ConnectionSecurity> securities,
			Exemptions exemptions, Predicate<String> developmentDatabases, Environment environment) {
		this.settings = settings;
		this.securities = securities;
		this.exemptions = exemptions;
		this.developmentDatabases = developmentDatabases;
		this.origin = new DriverSettingOrigin(environment);
	}

	/**
	 * Secure a DataSource and those behind it. One that isn't for PostgreSQL is left as
	 * it is.
	 * @param name the name to log and report, usually that of the bean
	 * @param dataSource the DataSource, which must not have been used
	 * @throws ContradictoryTlsSettingException if its configuration contradicts the
	 * guarantee
	 * @throws UnsecurableConnectionsException if it is for PostgreSQL and can't be
	 * secured
	 */
	public void secure(String name, CommonDataSource dataSource) {
		if (ProxyTarget.isBean(dataSource)) {
			return;
		}
		if (this.exemptions.exemptByName(ConnectionBean.dataSource(name))) {
			rememberExempted(dataSource);
			return;
		}
		DataSourceTargets.innermost(dataSource).forEach((innermost) -> secureInnermost(name, innermost));
	}

	private void secureInnermost(String name, CommonDataSource dataSource) {
		SecurableDataSource securable = SecurableDataSource.behind(dataSource);
		if (securable != null) {
			secure(name, securable);
		}
		else {
			PostgresDetector.requireNotPostgres(name, dataSource);
		}
	}

	/**
	 * Secure a DataSource bean that the application may have used while it started.
	 * @param name the name of the bean
	 * @param dataSource the DataSource
	 * @throws ContradictoryTlsSettingException if its configuration contradicts the
	 * guarantee
	 * @throws UnsecurableConnectionsException if it is for PostgreSQL and can't be
	 * secured, or if it came into being before it could be and doesn't tell whether it
	 * has connected
	 */
	public void secureAfterStart(String name, CommonDataSource dataSource) {
		boolean missed = !this.secured.containsKey(name);
		secure(name, dataSource);
		if (missed && this.secured.containsKey(name)) {
			securable(dataSource).filter(DataSourceSecurer::mayHaveConnected).findFirst().ifPresent((securable) -> {
				throw new UnsecurableConnectionsException(
						"The DataSource '%s' of type %s was created before it could be secured, and may have connected without verification."
							.formatted(name, securable.unwrap().getClass().getName()),
						"Find what asks for it that early, such as a BeanFactoryPostProcessor, and let that get it later, for example from an ObjectProvider.");
			});
		}
	}

	private static boolean mayHaveConnected(SecurableDataSource dataSource) {
		String url = dataSource.getUrl();
		return !dataSource.tellsUse() && url != null && PostgresJdbcUrl.parse(url) != null;
	}

	private static Stream<SecurableDataSource> securable(CommonDataSource dataSource) {
		return DataSourceTargets.innermost(dataSource).map(SecurableDataSource::behind).filter(Objects::nonNull);
	}

	private void secure(String name, SecurableDataSource dataSource) {
		HikariDriverDataSource.replaceByInstance(dataSource.unwrap());
		CommonDataSource target = dataSource.getTarget();
		if (target != null) {
			secure(name, target);
			return;
		}
		String url = dataSource.getUrl();
		if (url != null) {
			String securedUrl = secureUrl(name, url, dataSource.getParameters(), dataSource.getWaitLimit());
			if (!securedUrl.equals(url)) {
				replaceUrl(name, dataSource, securedUrl);
			}
		}
	}

	/**
	 * Secure a JDBC URL that no DataSource bean holds.
	 * @param name the name to log and report
	 * @param url the URL
	 * @return the secured URL, or the same if it isn't for PostgreSQL
	 * @throws ContradictoryTlsSettingException if it contradicts the guarantee
	 */
	public String secureUrl(String name, String url) {
		if (this.exemptions.exemptByName(ConnectionBean.dataSource(name))) {
			rememberExempted(url);
			return url;
		}
		return secureUrl(name, url, Map.of(), null);
	}

	private String secureUrl(String name, String url, Map<?, ?> parameters, @Nullable Duration waitLimit) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		if (parsed == null) {
			PostgresDetector.requireNotPostgres(name, url);
			return url;
		}
		if (isExemptedDevelopmentDatabase(name, url, parsed)) {
			return url;
		}
		SecuredDataSource dataSource = this.secured.computeIfAbsent(name, this::register);
		ConnectionSettings settings = new ConnectionSettings(parsed,
				() -> "the JDBC URL of the DataSource '%s'%s".formatted(name, this.origin.describe(url)),
				ConnectionSettings.parameters(parameters),
				(parameter) -> "the connection properties of the DataSource '%s'%s".formatted(name,
						this.origin.describe(parameter.name(), parameter.value())));
		Guarantee guarantee = dataSource.guarantee(waitLimit);
		SecuredJdbcUrl securedUrl = SecuredJdbcUrl.secure(settings, guarantee);
		if (!securedUrl.raised().isEmpty() && !securedUrl.url().equals(url)) {
			logger.info(LogMessage.format("DataSource '%s': %s raised to sslmode=%s", name, securedUrl.raised(),
					guarantee.mode().sslmode()));
		}
		dataSource.servers().addAll(parsed.servers());
		return securedUrl.url();
	}

	// As the driver understands the URL, whose parameters can lead elsewhere
	private boolean isExemptedDevelopmentDatabase(String name, String url, PostgresJdbcUrl parsed) {
		return this.developmentDatabases.test(url) && !parsed.isRedirected()
				&& this.exemptions.exemptDevelopmentDatabase(ConnectionBean.dataSource(name), parsed.servers());
	}

	private void rememberExempted(CommonDataSource dataSource) {
		securable(dataSource).forEach((securable) -> {
			CommonDataSource target = securable.getTarget();
			String url = securable.getUrl();
			if (target != null) {
				rememberExempted(target);
			}
			else if (url != null) {
				rememberExempted(url);
			}
		});
	}

	private void rememberExempted(String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		if (parsed != null) {
			this.exemptions.rememberServers(parsed.servers());
		}
	}

	private SecuredDataSource register(String name) {
		this.driver.require(this.settings.apply(name));
		Registration registration = ConnectionSecurityRegistry.register(this.securities.apply(name));
		return new SecuredDataSource(registration, this.settings.apply(name), ConcurrentHashMap.newKeySet());
	}

	private static void replaceUrl(String name, SecurableDataSource dataSource, String url) {
		if (dataSource.isInUse()) {
			throw inUse(name);
		}
		try {
			dataSource.setUrl(url);
		}
		catch (PropertyAccessException ex) {
			throw inUse(name);
		}
	}

	private static UnsecurableConnectionsException inUse(String name) {
		return new UnsecurableConnectionsException(
				"The DataSource '%s' has connected already, without verification, so its connections can't be secured any more."
					.formatted(name),
				"Create it without connecting, for example: HikariDataSource dataSource = new HikariDataSource();"
						+ " config.copyStateTo(dataSource); return dataSource; or use DataSourceBuilder.");
	}

	@Override
	public Set<ServerAddress> serversOf(String name) {
		SecuredDataSource dataSource = this.secured.get(name);
		return (dataSource != null) ? Set.copyOf(dataSource.servers()) : Set.of();
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
	 * @param registration how its connections find what secures them
	 * @param settings its settings
	 * @param servers the servers of its URL
	 */
	private record SecuredDataSource(Registration registration, TlsSettings settings, Set<ServerAddress> servers) {

		Guarantee guarantee(@Nullable Duration waitLimit) {
			return new Guarantee(this.settings.mode(), this.settings.negotiation(), this.settings.channelBinding(),
					new SecurityReference(this.registration.id(), waitLimit));
		}

	}

}

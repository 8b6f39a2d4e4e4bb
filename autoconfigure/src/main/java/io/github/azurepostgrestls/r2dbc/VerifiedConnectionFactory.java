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

import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.Meaning;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.netty.handler.ssl.SslProvider;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.ChannelBindingMode;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.postgresql.client.SSLNegotiation;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.Wrapped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.log.LogMessage;

/**
 * PostgreSQL's own ConnectionFactory over a {@link GuardedTransport}: its connections are
 * verified before the driver can use them.
 *
 * @author the azure-postgres-tls contributors
 */
final class VerifiedConnectionFactory implements ConnectionFactory, Wrapped<ConnectionFactory> {

	private static final Log logger = LogFactory.getLog(VerifiedConnectionFactory.class);

	/** Where no connectTimeout is set, as for JDBC. */
	private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

	private final PostgresqlConnectionFactory driver;

	private final ConnectionFactorySecurity security;

	private final List<ServerAddress> servers;

	private VerifiedConnectionFactory(PostgresqlConnectionFactory driver, ConnectionFactorySecurity security,
			List<ServerAddress> servers) {
		this.driver = driver;
		this.security = security;
		this.servers = servers;
	}

	/**
	 * Create a ConnectionFactory.
	 * @param options the options of the application
	 * @param security what secures the connections
	 * @return the ConnectionFactory
	 * @throws ContradictoryTlsSettingException if an option contradicts the guarantee
	 */
	static VerifiedConnectionFactory create(ConnectionFactoryOptions options, ConnectionFactorySecurity security) {
		List<DriverOption> all = DriverOption.allOf(options);
		List<DriverOption> raised = all.stream()
			.filter((option) -> meaningOf(option, security) == Meaning.RAISED)
			.toList();
		if (!raised.isEmpty()) {
			logger.info(LogMessage.format("%s: %s raised to sslmode=%s", security.bean(), raised,
					security.settings().mode().sslmode()));
		}
		ConnectionFactoryOptions unrelated = ConnectionFactoryOptions.builder()
			.from(options, (option) -> isUnrelated(option, options, security))
			.build();
		Set<ServerAddress> servers = DriverAddress.serversOf(options);
		security.servers().accept(servers);
		return new VerifiedConnectionFactory(
				new PostgresqlConnectionFactory(configure(unrelated, all, security).build()), security,
				List.copyOf(servers));
	}

	private static boolean isUnrelated(Option<?> option, ConnectionFactoryOptions options,
			ConnectionFactorySecurity security) {
		return meaningOf(new DriverOption(option.name(), options.getRequiredValue(option)),
				security) == Meaning.UNRELATED;
	}

	private static Meaning meaningOf(DriverOption option, ConnectionFactorySecurity security) {
		return option.meaningUnder(security.settings().mode(), () -> security.location().apply(option));
	}

	// To the driver TLS is there from the first byte: the transport asks for it
	private static PostgresqlConnectionConfiguration.Builder configure(ConnectionFactoryOptions options,
			List<DriverOption> given, ConnectionFactorySecurity security) {
		TlsSettings settings = security.settings();
		GuardedTransport transport = new GuardedTransport(loopResources(options), effectiveSecurity(given, security),
				isDirect(given, settings), limit(options));
		return PostgresqlConnectionFactoryProvider.builder(options)
			.loopResources(transport)
			.sslMode(SSLMode.VERIFY_CA)
			.sslNegotiation(SSLNegotiation.TUNNEL)
			.sslSni(false)
			// Trusts nobody and is of no use: the engine of the transport takes its place
			.sslContextBuilderCustomizer(
					(context) -> context.sslProvider(SslProvider.JDK).trustManager(new X509Certificate[0]))
			.sslEngineCustomizer((engine) -> transport.engine(engine.getPeerHost(), engine.getPeerPort()))
			.channelBinding(channelBinding(given, settings));
	}

	private static ConnectionSecurity effectiveSecurity(List<DriverOption> given, ConnectionFactorySecurity security) {
		boolean full = given.stream()
			.anyMatch((option) -> option.name().equalsIgnoreCase("sslMode")
					&& option.text().equals(VerificationMode.VERIFY_FULL.sslmode()));
		return full ? security.security().strengthened(VerificationMode.VERIFY_FULL) : security.security();
	}

	// The application may dispose of those that all share
	private static Supplier<LoopResources> loopResources(ConnectionFactoryOptions options) {
		return (options
			.getValue(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES) instanceof LoopResources configured)
					? () -> configured : TcpResources::get;
	}

	private static Duration limit(ConnectionFactoryOptions options) {
		Object timeout = options.getValue(ConnectionFactoryOptions.CONNECT_TIMEOUT);
		Duration limit = (timeout != null) ? DurationStyle.detectAndParse(timeout.toString()) : DEFAULT_LIMIT;
		return (limit.isZero() || limit.isNegative()) ? DEFAULT_LIMIT : limit;
	}

	// What the application says itself comes first, as in a JDBC URL
	private static boolean isDirect(List<DriverOption> given, TlsSettings settings) {
		return given.stream()
			.filter((option) -> option.name().equalsIgnoreCase("sslNegotiation"))
			.findFirst()
			.map((option) -> option.text().equals("direct"))
			.orElse(settings.negotiation() == Negotiation.DIRECT);
	}

	// The option has two names; the stronger value counts
	private static ChannelBindingMode channelBinding(List<DriverOption> given, TlsSettings settings) {
		ChannelBindingMode configured = channelBinding(settings.channelBinding().name());
		return (configured == ChannelBindingMode.REQUIRE) ? configured
				: given.stream()
					.filter((option) -> option.name().replace("_", "").equalsIgnoreCase("channelBinding"))
					.map((option) -> channelBinding(option.text()))
					.max(Comparator.naturalOrder())
					.orElse(configured);
	}

	private static ChannelBindingMode channelBinding(String mode) {
		return ChannelBindingMode.valueOf(mode.toUpperCase(Locale.ROOT));
	}

	@Override
	public Mono<? extends Connection> create() {
		return Mono.defer(this::connect).onErrorMap(this::explain);
	}

	// To look for new roots is to look at files
	private Mono<? extends Connection> connect() {
		ConnectionSecurity security = this.security.security();
		return security.isFresh() ? this.driver.create()
				: Mono.fromRunnable(security::refresh)
					.subscribeOn(GuardedTransport.BLOCKING)
					.then(Mono.defer(this.driver::create));
	}

	private Throwable explain(Throwable failure) {
		List<Throwable> hosts = failuresOfHosts(failure).stream().map(this::explainHost).toList();
		if (hosts.isEmpty()) {
			return explainHost(failure);
		}
		int last = hosts.size() - 1;
		Throwable explained = new R2dbcNonTransientResourceException(failure.getMessage(), hosts.get(last));
		hosts.subList(0, last).forEach(explained::addSuppressed);
		return explained;
	}

	// The driver keeps those of several hosts aside
	private static List<Throwable> failuresOfHosts(Throwable failure) {
		return (failure instanceof R2dbcException && failure.getCause() == null) ? List.of(failure.getSuppressed())
				: List.of();
	}

	// What is not resolved never comes to the transport, which explains all else
	private Throwable explainHost(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.filter((cause) -> cause instanceof UnknownHostException && cause.getSuppressed().length == 0)
			.findFirst()
			.<Throwable>map((cause) -> unresolved(failure, (UnknownHostException) cause))
			.orElse(failure);
	}

	private Throwable unresolved(Throwable failure, UnknownHostException cause) {
		return new R2dbcNonTransientResourceException(failure.getMessage(),
				this.security.security().unresolved(serverOf(cause), cause));
	}

	// The message has the name somewhere, which may begin as another does
	private ServerAddress serverOf(UnknownHostException failure) {
		return this.servers.stream()
			.filter((server) -> String.valueOf(failure.getMessage()).contains(server.host()))
			.max(Comparator.comparingInt((server) -> server.host().length()))
			.orElse(this.servers.get(0));
	}

	ConnectionBean bean() {
		return this.security.bean();
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.driver.getMetadata();
	}

	@Override
	public ConnectionFactory unwrap() {
		return this.driver;
	}

}

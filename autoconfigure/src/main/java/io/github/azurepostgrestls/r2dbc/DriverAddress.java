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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.azurepostgrestls.wire.ServerAddress;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Which driver options lead to, through pools and proxies, and where that connects to.
 * Their protocol names the driver behind them, for example {@code pool:postgresql}.
 *
 * @param before the drivers before PostgreSQL's
 * @param driver the name of PostgreSQL's driver
 * @param after the protocol of PostgreSQL's driver
 * @author the azure-postgres-tls contributors
 */
record DriverAddress(List<String> before, String driver, List<String> after) {

	private static final int DEFAULT_PORT = 5432;

	private static final Set<String> POSTGRESQL = Set.of("postgresql", "postgres");

	/**
	 * Find the driver that options lead to.
	 * @param options the options
	 * @return the driver, or {@code null} if it isn't PostgreSQL's
	 */
	static @Nullable DriverAddress of(ConnectionFactoryOptions options) {
		Object driver = options.getValue(ConnectionFactoryOptions.DRIVER);
		Object protocol = options.getValue(ConnectionFactoryOptions.PROTOCOL);
		List<String> names = new ArrayList<>(List.of(String.valueOf(driver)));
		if (protocol != null) {
			names.addAll(Arrays.asList(protocol.toString().split(":")));
		}
		for (int i = 0; i < names.size(); i++) {
			if (isPostgres(names.get(i))) {
				return new DriverAddress(names.subList(0, i), names.get(i), names.subList(i + 1, names.size()));
			}
		}
		return null;
	}

	private static boolean isPostgres(String driver) {
		return POSTGRESQL.contains(driver) || driver.equals(VerifiedConnectionFactoryProvider.DRIVER);
	}

	/**
	 * Return whether this is the driver whose connections are verified.
	 * @return whether it is
	 */
	boolean isVerified() {
		return this.driver.equals(VerifiedConnectionFactoryProvider.DRIVER);
	}

	/**
	 * Lead options to the driver whose connections are verified.
	 * @param options the options, which are changed
	 */
	void replaceDriver(ConnectionFactoryOptions.Builder options) {
		List<String> names = new ArrayList<>(this.before);
		names.add(VerifiedConnectionFactoryProvider.DRIVER);
		names.addAll(this.after);
		options.option(ConnectionFactoryOptions.DRIVER, names.get(0));
		options.option(ConnectionFactoryOptions.PROTOCOL, String.join(":", names.subList(1, names.size())));
	}

	/**
	 * Return the servers that options name.
	 * @param options the options
	 * @return the servers, several where the driver may choose
	 */
	static Set<ServerAddress> serversOf(ConnectionFactoryOptions options) {
		Object hosts = options.getValue(ConnectionFactoryOptions.HOST);
		Object port = options.getValue(ConnectionFactoryOptions.PORT);
		int commonPort = (port != null) ? Integer.parseInt(port.toString()) : DEFAULT_PORT;
		Set<ServerAddress> servers = new LinkedHashSet<>();
		if (hosts != null) {
			for (String host : hosts.toString().split(",")) {
				servers.add(serverOf(host, commonPort));
			}
		}
		return servers;
	}

	// As the driver takes it apart
	private static ServerAddress serverOf(String host, int port) {
		String[] parts = host.split(":");
		return (parts.length == 2) ? new ServerAddress(parts[0], Integer.parseInt(parts[1]))
				: new ServerAddress(host, port);
	}

}

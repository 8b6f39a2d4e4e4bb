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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PGPropertyUtil;

/**
 * A JDBC URL of the PostgreSQL driver, taken apart as the driver does, so that what isn't
 * touched survives byte for byte.
 *
 * @param server all before the first question mark
 * @param parameters what follows it, in order
 * @author the azure-postgres-tls contributors
 */
record PostgresJdbcUrl(String server, List<Parameter> parameters) {

	private static final String PREFIX = "jdbc:postgresql:";

	private static final Set<String> REDIRECTS = Set.of("PGHOST", "PGPORT", "service");

	private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

	// Drivers that strip their own name and hand the rest of the URL to PostgreSQL's
	private static final Set<String> WRAPPERS = Set.of("jdbc:otel:", "jdbc:p6spy:", "jdbc:aws-wrapper:");

	/**
	 * Take a URL apart.
	 * @param url the JDBC URL
	 * @return its parts, or {@code null} if it isn't for the PostgreSQL driver
	 */
	static @Nullable PostgresJdbcUrl parse(String url) {
		if (!isPostgres(url)) {
			return null;
		}
		int question = url.indexOf('?');
		if (question == -1) {
			return new PostgresJdbcUrl(url, List.of());
		}
		List<Parameter> parameters = new ArrayList<>();
		for (String token : url.substring(question + 1).split("&")) {
			if (!token.isEmpty()) {
				parameters.add(new Parameter(token));
			}
		}
		return new PostgresJdbcUrl(url.substring(0, question), List.copyOf(parameters));
	}

	private static boolean isPostgres(String url) {
		return unwrapped(url).startsWith(PREFIX);
	}

	private static String unwrapped(String url) {
		return WRAPPERS.stream()
			.filter(url::startsWith)
			.findFirst()
			.map((wrapper) -> "jdbc:" + url.substring(wrapper.length()))
			.orElse(url);
	}

	/**
	 * Return whether a user stands before the host, as in the URLs of libpq.
	 * @return whether there is one, which the driver takes for a part of the host name
	 */
	boolean hasCredentials() {
		return CREDENTIALS.matcher(this.server).find();
	}

	/**
	 * Return whether a parameter leads to another server than the one before the
	 * parameters.
	 * @return whether there is such a parameter
	 */
	boolean isRedirected() {
		return decodedParameters().stream().anyMatch((parameter) -> REDIRECTS.contains(parameter.name()));
	}

	/**
	 * Return whether connections of this URL are verified, by this starter or by the
	 * driver itself.
	 * @return whether the URL asks for that
	 */
	boolean isVerified() {
		return decodedParameters().stream()
			.anyMatch((parameter) -> parameter.name().equals("sslmode") && parameter.value().startsWith("verify-"));
	}

	/**
	 * Return the servers that the driver connects to.
	 * @return host and port of each, empty if the driver doesn't understand the URL
	 */
	List<ServerAddress> servers() {
		Properties parsed = parsedByDriver();
		if (parsed == null) {
			return List.of();
		}
		String[] hosts = PGProperty.PG_HOST.getOrDefault(parsed).split(",");
		String[] ports = PGProperty.PG_PORT.getOrDefault(parsed).split(",");
		return IntStream.range(0, Math.min(hosts.length, ports.length))
			.mapToObj((i) -> new ServerAddress(hosts[i], Integer.parseInt(ports[i])))
			.toList();
	}

	// The driver stumbles over a host without a name
	private @Nullable Properties parsedByDriver() {
		try {
			return Driver.parseURL(unwrapped(toString()), null);
		}
		catch (IndexOutOfBoundsException ex) {
			return null;
		}
	}

	PostgresJdbcUrl without(Predicate<Parameter> unwanted) {
		return new PostgresJdbcUrl(this.server, this.parameters.stream().filter(unwanted.negate()).toList());
	}

	PostgresJdbcUrl with(String name, String value) {
		List<Parameter> parameters = new ArrayList<>(this.parameters);
		parameters.add(new Parameter(name + "=" + value));
		return new PostgresJdbcUrl(this.server, List.copyOf(parameters));
	}

	List<DriverParameter> decodedParameters() {
		return this.parameters.stream().map(Parameter::decoded).toList();
	}

	@Override
	public String toString() {
		return this.parameters.isEmpty() ? this.server
				: this.server + "?" + String.join("&", this.parameters.stream().map(Parameter::text).toList());
	}

	/**
	 * One parameter of a URL.
	 *
	 * @param text the parameter as it is written
	 */
	record Parameter(String text) {

		// Names are not decoded by the driver, and only those with a value are translated
		DriverParameter decoded() {
			int equals = this.text.indexOf('=');
			if (equals == -1) {
				return new DriverParameter(this.text, "");
			}
			String name = PGPropertyUtil.translatePGServiceToPGProperty(this.text.substring(0, equals));
			String value = this.text.substring(equals + 1);
			try {
				return new DriverParameter(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
			}
			catch (IllegalArgumentException ex) {
				// The driver refuses such a URL as a whole and says so
				return new DriverParameter(name, value);
			}
		}

	}

}

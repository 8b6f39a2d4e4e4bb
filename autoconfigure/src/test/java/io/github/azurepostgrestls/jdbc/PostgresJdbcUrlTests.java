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

import java.util.Objects;

import io.github.azurepostgrestls.wire.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresJdbcUrl}.
 *
 * @author the azure-postgres-tls contributors
 */
class PostgresJdbcUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db/app", "jdbc:postgresql://db/app?user=me", "jdbc:postgresql:app",
			"jdbc:postgresql://db/app?a=b%20c&d&e=", "jdbc:otel:postgresql://db/app?a=b?c" })
	void staysAsItIs(String url) {
		assertThat(parse(url)).hasToString(url);
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://db/app?,jdbc:postgresql://db/app",
			"jdbc:postgresql://db/app?&&a=b&&c=d&,jdbc:postgresql://db/app?a=b&c=d" })
	void losesEmptyParameters(String url, String expected) {
		assertThat(parse(url)).hasToString(expected);
	}

	@Test
	void namesAndValuesAreReadAsTheDriverDoes() {
		assertThat(parse("jdbc:postgresql://db/app?user=me%40home&ssl&sslmode=&options=a=b&host=x&%75ser=y")
			.decodedParameters()).containsExactly(new DriverParameter("user", "me@home"),
					new DriverParameter("ssl", ""), new DriverParameter("sslmode", ""),
					new DriverParameter("options", "a=b"), new DriverParameter("PGHOST", "x"),
					new DriverParameter("%75ser", "y"));
	}

	@Test
	void valueThatCannotBeDecodedIsKept() {
		assertThat(parse("jdbc:postgresql://db/app?options=100%").decodedParameters())
			.containsExactly(new DriverParameter("options", "100%"));
	}

	@Test
	void parametersAreAddedAtTheEndAndTakenOut() {
		PostgresJdbcUrl url = parse("jdbc:postgresql://db/app?a=b&c=d");
		assertThat(url.with("e", "f")).hasToString("jdbc:postgresql://db/app?a=b&c=d&e=f");
		assertThat(url.without((parameter) -> parameter.text().equals("a=b")))
			.hasToString("jdbc:postgresql://db/app?c=d");
		assertThat(url.without((parameter) -> true)).hasToString("jdbc:postgresql://db/app");
		assertThat(url).hasToString("jdbc:postgresql://db/app?a=b&c=d");
	}

	@Test
	void serversAreThoseThatTheDriverConnectsTo() {
		assertThat(parse("jdbc:postgresql://a:1,b,c:3/app?user=me").servers())
			.containsExactly(new ServerAddress("a", 1), new ServerAddress("b", 5432), new ServerAddress("c", 3));
		assertThat(parse("jdbc:postgresql:app").servers()).containsExactly(new ServerAddress("localhost", 5432));
		assertThat(parse("jdbc:p6spy:postgresql://db:6432/app").servers())
			.containsExactly(new ServerAddress("db", 6432));
	}

	@Test
	void hasNoServersWhereTheDriverDoesNotUnderstandIt() {
		assertThat(parse("jdbc:postgresql://db:port/app").servers()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://me@db/app,true", "jdbc:postgresql://me:secret@db,true",
			"jdbc:postgresql://db/app@home,false", "jdbc:postgresql:a@b,false",
			"jdbc:postgresql://db/app?user=me@home,false" })
	void credentialsStandBeforeTheHost(String url, boolean expected) {
		assertThat(parse(url).hasCredentials()).isEqualTo(expected);
	}

	private static PostgresJdbcUrl parse(String url) {
		return Objects.requireNonNull(PostgresJdbcUrl.parse(url));
	}

}

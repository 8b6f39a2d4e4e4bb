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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import io.github.azurepostgrestls.jdbc.SecuredJdbcUrl.Guarantee;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.SecurityReference;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every URL that the driver takes: the driver itself is asked.
 *
 * @author the azure-postgres-tls contributors
 */
class SecuredJdbcUrlPropertyTests {

	private static final Guarantee GUARANTEE = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.POSTGRES,
			ChannelBinding.PREFER, SecurityReference.of("the-id"));

	// What the guarantee decides itself
	private static final Set<String> MANAGED = Set.of("sslmode", "ssl", "sslfactory", "sslfactoryarg",
			"sslhostnameverifier", "socketFactory", "gssEncMode", "channelBinding");

	@Property
	void theDriverSeesTheGuarantee(@ForAll("urls") String url) {
		Properties seen = Driver.parseURL(secure(url), null);
		assertThat(seen).containsEntry("sslmode", "verify-full")
			.containsEntry("sslfactory", VerifyingSocketFactory.class.getName())
			.containsEntry("sslhostnameverifier", ServerNameVerifier.class.getName())
			.containsEntry("socketFactory", GuardedSocketFactory.class.getName())
			.containsEntry("gssEncMode", "disable")
			.containsEntry("sslfactoryarg", "the-id");
	}

	@Property
	void theDriverSeesEverythingElseUnchanged(@ForAll("urls") String url) {
		Properties before = Driver.parseURL(url, null);
		Properties after = Driver.parseURL(secure(url), null);
		assertThat(before).isNotNull();
		before.keySet().removeAll(MANAGED);
		assertThat(after).containsAllEntriesOf(before);
		after.keySet().removeAll(MANAGED);
		assertThat(after).hasSameSizeAs(before);
	}

	@Property
	void otherParametersSurviveByteForByte(@ForAll("urls") String url) {
		String secured = secure(url);
		List<String> kept = new ArrayList<>();
		if (url.contains("?")) {
			for (String token : url.substring(url.indexOf('?') + 1).split("&")) {
				if (!token.isEmpty() && !MANAGED.contains(token.split("=")[0])) {
					kept.add(token);
				}
			}
		}
		assertThat(secured).startsWith(url.split("\\?")[0] + "?" + String.join("&", kept));
	}

	@Property
	void toSecureAgainChangesNothing(@ForAll("urls") String url) {
		String secured = secure(url).replace("sslfactoryarg=the-id&", "");
		assertThat(secure(secured)).isEqualTo(secure(url));
	}

	@Provide
	Arbitrary<String> urls() {
		Arbitrary<String> hosts = Arbitraries.of("//db.example.com", "//db:5433", "//a,b:2", "//[::1]:5432",
				"//10.0.0.1", "//");
		Arbitrary<String> servers = Combinators.combine(hosts, Arbitraries.of("/", "/app", "/my%20db", "/db.1"))
			.as((host, database) -> host + database)
			.filter((server) -> !server.startsWith("///") || server.equals("///"));
		Arbitrary<String> parameters = parameter().list()
			.ofMaxSize(6)
			.map((list) -> list.isEmpty() ? "" : "?" + String.join("&", list));
		return Combinators.combine(Arbitraries.oneOf(servers, Arbitraries.of("app", "", "/")), parameters)
			.as((server, query) -> "jdbc:postgresql:" + server + query)
			.filter((url) -> Driver.parseURL(url, null) != null);
	}

	private Arbitrary<String> parameter() {
		Arbitrary<String> names = Arbitraries.of("ApplicationName", "connectTimeout", "options", "currentSchema",
				"targetServerType", "unknown", "SSLMODE", "Ssl", "user", "reWriteBatchedInserts");
		Arbitrary<String> values = Arbitraries.of("", "1", "a%20b", "a=b", "%26sslmode%3Ddisable", "true", "sslmode",
				"%C3%A9", "?", "x;y", "#");
		Arbitrary<String> others = Combinators.combine(names, values).as((name, value) -> name + "=" + value);
		Arbitrary<String> weaker = Arbitraries.of("sslmode=require", "sslmode=PREFER", "sslmode=allow",
				"sslmode=%76erify-ca", "sslmode=verify-full", "ssl=true", "ssl", "gssEncMode=disable");
		return Arbitraries.oneOf(others, weaker, Arbitraries.of("", "unknown"));
	}

	private static String secure(String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		assertThat(parsed).isNotNull();
		return SecuredJdbcUrl
			.secure(new ConnectionSettings(parsed, () -> "the URL", ConnectionSettings.parameters(Map.of()),
					(parameter) -> "the pool"), GUARANTEE)
			.url();
	}

}

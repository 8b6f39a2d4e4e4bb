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

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.UnsecurableConnectionsException;
import io.github.azurepostgrestls.jdbc.SecuredJdbcUrl.Guarantee;
import io.github.azurepostgrestls.properties.ChannelBinding;
import io.github.azurepostgrestls.properties.Negotiation;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.SecurityReference;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a JDBC URL holds, it is refused or the driver sees the guarantee and all else
 * unchanged.
 *
 * @author the azure-postgres-tls contributors
 */
class SecuredJdbcUrlFuzzTests {

	private static final String DRIVER = "jdbc:postgresql:";

	private static final String REFERENCE = "the-id";

	private static final Guarantee GUARANTEE = new Guarantee(VerificationMode.VERIFY_FULL, Negotiation.POSTGRES,
			ChannelBinding.PREFER, SecurityReference.of(REFERENCE));

	private static final Map<String, String> GUARANTEED = Map.of("sslmode", "verify-full", "sslfactory",
			VerifyingSocketFactory.class.getName(), "sslfactoryarg", REFERENCE, "sslhostnameverifier",
			ServerNameVerifier.class.getName(), "socketFactory", GuardedSocketFactory.class.getName(), "gssEncMode",
			"disable");

	// What the guarantee decides too
	private static final Set<String> DECIDED = Set.of("ssl", "channelBinding");

	// The driver warns of each URL that it doesn't understand
	private static final Logger driverLogger = Logger.getLogger("org.postgresql");

	@BeforeAll
	static void silenceDriver() {
		driverLogger.setLevel(Level.OFF);
	}

	@FuzzTest
	void refusesUrlOrKeepsTheGuarantee(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		String url = text.startsWith("jdbc:") ? text : DRIVER + text;
		String secured = secure(url);
		if (secured == null) {
			return;
		}
		if (url.startsWith(DRIVER)) {
			assertDriverSeesGuarantee(url, secured);
		}
		// The id of the reference is registered nowhere
		String reference = "&sslfactoryarg=" + REFERENCE;
		int position = secured.lastIndexOf(reference);
		String again = secure(secured.substring(0, position) + secured.substring(position + reference.length()));
		assertThat(again).isEqualTo(secured);
	}

	private static void assertDriverSeesGuarantee(String url, String secured) {
		Properties before = parse(url);
		Properties after = parse(secured);
		if (before == null) {
			assertThat(after).isNull();
			return;
		}
		assertThat(after).containsAllEntriesOf(GUARANTEED);
		for (Properties properties : new Properties[] { before, after }) {
			properties.keySet().removeAll(GUARANTEED.keySet());
			properties.keySet().removeAll(DECIDED);
		}
		assertThat(after).isEqualTo(before);
	}

	// The driver doesn't refuse all that it can't parse in good order
	private static @Nullable Properties parse(String url) {
		try {
			return Driver.parseURL(url, null);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static @Nullable String secure(String url) {
		PostgresJdbcUrl parsed = PostgresJdbcUrl.parse(url);
		if (parsed == null) {
			assertThat(url).doesNotStartWith(DRIVER);
			return null;
		}
		assertThat(parsed.servers()).isNotNull();
		try {
			return SecuredJdbcUrl
				.secure(new ConnectionSettings(parsed, () -> "the URL", ConnectionSettings.parameters(Map.of()),
						(parameter) -> "the pool"), GUARANTEE)
				.url();
		}
		catch (ContradictoryTlsSettingException | UnsecurableConnectionsException ex) {
			return null;
		}
	}

}

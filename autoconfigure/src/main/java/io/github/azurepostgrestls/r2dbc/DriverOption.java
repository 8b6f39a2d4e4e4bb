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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.Meaning;
import io.github.azurepostgrestls.driver.TlsSetting;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;

/**
 * One option of the R2DBC driver and what it means for the guarantee. Several names have
 * an alias that differs in case only.
 *
 * @param name the name of the option
 * @param value its value: a text where it comes from a URL, otherwise also of the
 * driver's own types
 * @author the azure-postgres-tls contributors
 * @see <a href="https://github.com/pgjdbc/r2dbc-postgresql#getting-started">R2DBC
 * PostgreSQL: options</a>
 */
record DriverOption(String name, Object value) {

	static List<DriverOption> allOf(ConnectionFactoryOptions options) {
		List<DriverOption> all = new ArrayList<>();
		ConnectionFactoryOptions.builder().from(options, (option) -> {
			all.add(new DriverOption(option.name(), options.getRequiredValue((Option<?>) option)));
			return false;
		});
		return all;
	}

	/**
	 * Return what this option means under a mode.
	 * @param required the configured mode
	 * @param location where the option was found, for the error
	 * @return the meaning
	 * @throws ContradictoryTlsSettingException if it contradicts the guarantee
	 */
	Meaning meaningUnder(VerificationMode required, Supplier<String> location) {
		TlsSetting setting = new TlsSetting(toString(), location);
		return switch (this.name.toLowerCase(Locale.ROOT)) {
			case "ssl" -> setting.meaningOfSwitch(Boolean.parseBoolean(text()));
			case "sslmode" -> isTunnel() ? refuseTunnel(setting) : setting.meaningOfMode(text(), required);
			case "sslnegotiation" ->
				isTunnel() ? refuseTunnel(setting) : replacedIf(setting, Set.of("postgres", "direct"));
			case "channelbinding", "channel_binding" -> replacedIf(setting, Set.of("disable", "prefer", "require"));
			case "sslrootcert" -> throw setting.namesRootCertificate();
			case "sslcert", "sslkey", "sslpassword" -> throw setting.namesClientCertificate();
			case "sslcontextbuildercustomizer" -> throw setting.decidesTrust();
			case "sslenginecustomizer" -> throw setting.contradicts(
					"Another class would change the TLS engine after it was configured.",
					"Remove it; what can be configured is azure.postgres.tls.minimum-protocol and azure.postgres.tls.cipher-suites.");
			case "sslhostnameverifier" -> throw setting.decidesName();
			case "sslsni" -> meaningOfSni(setting);
			case "socket" -> throw setting.contradicts("A Unix domain socket carries no TLS.",
					"Remove it and configure host and port, or exempt the ConnectionFactory with azure.postgres.tls.data-sources.<name>.enabled=false.");
			default -> Meaning.UNRELATED;
		};
	}

	private Meaning replacedIf(TlsSetting setting, Set<String> known) {
		if (known.contains(text())) {
			return Meaning.REPLACED;
		}
		throw setting.contradicts("The driver knows no such value.",
				"Use one of %s.".formatted(String.join(", ", new TreeSet<>(known))));
	}

	private boolean isTunnel() {
		return text().equals("tunnel");
	}

	private static Meaning refuseTunnel(TlsSetting setting) {
		throw setting.contradicts(
				"TLS without an SSLRequest and without the name 'postgresql' (ALPN) can be led to another protocol.",
				"Remove it; for PostgreSQL 17 or later set azure.postgres.tls.negotiation=direct.");
	}

	private Meaning meaningOfSni(TlsSetting setting) {
		if (Boolean.parseBoolean(text())) {
			return Meaning.REPLACED;
		}
		throw setting.contradicts("The name that is verified is always sent with SNI.",
				"Remove it; to send another name set azure.postgres.tls.server-name.");
	}

	/**
	 * Return the value as libpq writes it.
	 * @return the text, whether it came from a URL or from one of the driver's constants
	 */
	String text() {
		return this.value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private boolean isSecret() {
		return this.name.toLowerCase(Locale.ROOT).contains("password");
	}

	@Override
	public String toString() {
		boolean shown = this.value instanceof String || this.value instanceof Enum || this.value instanceof Boolean;
		return "%s=%s".formatted(this.name,
				isSecret() ? "******" : shown ? this.value : this.value.getClass().getName());
	}

}

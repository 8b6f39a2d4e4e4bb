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

import java.util.Locale;
import java.util.function.Supplier;

import io.github.azurepostgrestls.driver.ContradictoryTlsSettingException;
import io.github.azurepostgrestls.driver.Meaning;
import io.github.azurepostgrestls.driver.TlsSetting;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.SecurityReference;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;
import org.postgresql.PGProperty;

/**
 * One connection parameter of the PostgreSQL driver, as found in a URL or in a pool's
 * properties, and what it means for the guarantee. Names are case-sensitive and values
 * are not, as in the driver.
 *
 * @param name the name as the driver understands it
 * @param value the decoded value
 * @author the azure-postgres-tls contributors
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgJDBC: connection
 * parameters</a>
 */
record DriverParameter(String name, String value) {

	/**
	 * Return what this parameter means under a mode.
	 * @param required the configured mode
	 * @param location where the parameter was found, for the error
	 * @return the meaning
	 * @throws ContradictoryTlsSettingException if it contradicts the guarantee
	 */
	Meaning meaningUnder(VerificationMode required, Supplier<String> location) {
		TlsSetting setting = new TlsSetting(toString(), location);
		return switch (this.name) {
			case "sslmode" -> setting.meaningOfMode(this.value, required);
			// Without a value, or "true", the driver verifies fully; anything else is
			// false
			case "ssl" -> setting.meaningOfSwitch(this.value.isEmpty() || Boolean.parseBoolean(this.value));
			case "gssEncMode" -> meaningOfGssEncMode(setting);
			case "sslfactory" -> replacedIfOurs(VerifyingSocketFactory.class, setting::decidesTrust);
			case "sslhostnameverifier" -> replacedIfOurs(ServerNameVerifier.class, setting::decidesName);
			case "socketFactory" -> replacedIfOurs(GuardedSocketFactory.class,
					() -> setting.decides("what is sent and where", "Remove it."));
			case "sslfactoryarg" -> {
				if (ConnectionSecurityRegistry.isRegistered(SecurityReference.of(this.value))) {
					yield Meaning.REPLACED;
				}
				throw setting.contradicts("It belongs to a socket factory that is not used.", "Remove it.");
			}
			case "socketFactoryArg" ->
				throw setting.contradicts("It belongs to a socket factory that is not used.", "Remove it.");
			case "sslrootcert" -> throw setting.namesRootCertificate();
			case "sslcert", "sslkey", "sslpassword", "sslpasswordcallback" -> throw setting.namesClientCertificate();
			case "service" ->
				throw setting.contradicts("A service file would bring settings that this starter can't see.",
						"Remove it and write host, port and database into the URL.");
			case "PGHOST",
					"PGPORT" ->
				throw setting.contradicts(
						"It overrides the host or port that the URL names, and with it the name that is verified.",
						"Remove it and write host and port into the URL: jdbc:postgresql://host:port/database.");
			default -> Meaning.UNRELATED;
		};
	}

	private Meaning replacedIfOurs(Class<?> ours, Supplier<ContradictoryTlsSettingException> contradiction) {
		// The driver's own DataSources write even the driver's default into their URL
		if (ours.getName().equals(this.value) || isDefault()) {
			return Meaning.REPLACED;
		}
		throw contradiction.get();
	}

	private Meaning meaningOfGssEncMode(TlsSetting setting) {
		return switch (this.value.toLowerCase(Locale.ROOT)) {
			case "disable", "allow" -> Meaning.REPLACED;
			default -> throw setting.contradicts("A GSS-encrypted connection would skip TLS.", "Remove it.");
		};
	}

	/**
	 * Return whether this is what the driver does anyway.
	 * @return whether the value is the driver's default
	 */
	boolean isDefault() {
		PGProperty property = PGProperty.forName(this.name);
		return property != null && this.value.equals(property.getDefaultValue());
	}

	private boolean isSecret() {
		return this.name.toLowerCase(Locale.ROOT).contains(PGProperty.PASSWORD.getName());
	}

	@Override
	public String toString() {
		return "%s=%s".formatted(this.name, isSecret() ? "******" : this.value);
	}

}

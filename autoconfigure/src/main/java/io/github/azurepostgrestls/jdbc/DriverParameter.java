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

	private static final String ROOTS = "azure.postgres.tls.root-certificates";

	private static final String WITHOUT_TLS = "To exempt a database without TLS set"
			+ " azure.postgres.tls.data-sources.<name>.enabled=false.";

	/**
	 * What a parameter means for the guarantee.
	 */
	enum Meaning {

		/** It has nothing to do with it and survives. */
		UNRELATED,

		/** It asks for the guarantee or is replaced by a stronger value. */
		REPLACED,

		/** As {@link #REPLACED}, but it asked for less. */
		RAISED

	}

	/**
	 * Return what this parameter means under a mode.
	 * @param required the configured mode
	 * @param location where the parameter was found, for the error
	 * @return the meaning
	 * @throws ContradictoryTlsSettingException if it contradicts the guarantee
	 */
	Meaning meaningUnder(VerificationMode required, Supplier<String> location) {
		return switch (this.name) {
			case "sslmode" -> meaningOfSslmode(required, location);
			case "ssl" -> meaningOfSsl(location);
			case "gssEncMode" -> meaningOfGssEncMode(location);
			case "sslfactory" -> replacedIfOurs(VerifyingSocketFactory.class, location, "which servers to trust",
					"Remove it; trusted roots are configured with " + ROOTS + ".");
			case "sslhostnameverifier" ->
				replacedIfOurs(ServerNameVerifier.class, location, "which host names are right",
						"Remove it; to verify another name than the URL's set azure.postgres.tls.server-name.");
			case "socketFactory" ->
				replacedIfOurs(GuardedSocketFactory.class, location, "what is sent and where", "Remove it.");
			case "sslfactoryarg" -> {
				if (ConnectionSecurityRegistry.isRegistered(SecurityReference.of(this.value))) {
					yield Meaning.REPLACED;
				}
				throw contradicts(location, "It belongs to a socket factory that is not used.", "Remove it.");
			}
			case "socketFactoryArg" ->
				throw contradicts(location, "It belongs to a socket factory that is not used.", "Remove it.");
			case "sslrootcert" -> throw contradicts(location, "It is not read when the starter secures the connection.",
					"Remove it: the starter contains the Azure roots. To trust this file, add it to %s, beside 'azure' if you need the Azure roots too."
						.formatted(ROOTS));
			case "sslcert", "sslkey", "sslpassword", "sslpasswordcallback" -> throw contradicts(location,
					"Client certificates are not read from driver parameters.",
					"Remove it: Azure Database for PostgreSQL takes no client certificates. For a server that does, set azure.postgres.tls.bundle to an SSL bundle with a key store.");
			case "service" ->
				throw contradicts(location, "A service file would bring settings that this starter can't see.",
						"Remove it and write host, port and database into the URL.");
			case "PGHOST",
					"PGPORT" ->
				throw contradicts(location,
						"It overrides the host or port that the URL names, and with it the name that is verified.",
						"Remove it and write host and port into the URL: jdbc:postgresql://host:port/database.");
			default -> Meaning.UNRELATED;
		};
	}

	private Meaning replacedIfOurs(Class<?> ours, Supplier<String> location, String decision, String action) {
		// The driver's own DataSources write even the driver's default into their URL
		if (ours.getName().equals(this.value) || isDefault()) {
			return Meaning.REPLACED;
		}
		throw contradicts(location, "Another class would decide %s.".formatted(decision), action);
	}

	private Meaning meaningOfSslmode(VerificationMode required, Supplier<String> location) {
		return switch (this.value.toLowerCase(Locale.ROOT)) {
			case "disable" -> throw contradicts(location, "It switches TLS off.", "Remove it. " + WITHOUT_TLS);
			case "allow", "prefer", "require" -> Meaning.RAISED;
			case "verify-ca" -> (required == VerificationMode.VERIFY_FULL) ? Meaning.RAISED : Meaning.REPLACED;
			case "verify-full" -> Meaning.REPLACED;
			default -> throw contradicts(location, "The driver knows no such mode.",
					"Remove it: connections are verify-full anyway.");
		};
	}

	// Without a value, or "true", the driver verifies fully; anything else is false to it
	private Meaning meaningOfSsl(Supplier<String> location) {
		if (this.value.isEmpty() || Boolean.parseBoolean(this.value)) {
			return Meaning.REPLACED;
		}
		throw contradicts(location, "It switches TLS off.", "Remove it. " + WITHOUT_TLS);
	}

	private Meaning meaningOfGssEncMode(Supplier<String> location) {
		return switch (this.value.toLowerCase(Locale.ROOT)) {
			case "disable", "allow" -> Meaning.REPLACED;
			default -> throw contradicts(location, "A GSS-encrypted connection would skip TLS.", "Remove it.");
		};
	}

	private ContradictoryTlsSettingException contradicts(Supplier<String> location, String reason, String action) {
		return new ContradictoryTlsSettingException(toString(), location.get(), reason, action);
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

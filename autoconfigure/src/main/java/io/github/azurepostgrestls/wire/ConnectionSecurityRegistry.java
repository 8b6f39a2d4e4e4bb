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

package io.github.azurepostgrestls.wire;

import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

import io.github.azurepostgrestls.properties.VerificationMode;
import org.postgresql.PGProperty;

/**
 * Leads from the string that travels in a JDBC URL back to the {@link ConnectionSecurity}
 * of an application context. The driver instantiates its factories by class name, so this
 * is the one place that has to be static.
 *
 * @author the azure-postgres-tls contributors
 */
public final class ConnectionSecurityRegistry {

	// Written by register and Registration.close only
	private static final Map<String, ConnectionSecurity> registrations = new ConcurrentHashMap<>();

	private ConnectionSecurityRegistry() {
	}

	/**
	 * Register the security of a DataSource.
	 * @param security what secures its connections
	 * @return the registration, to be closed with the application context
	 */
	public static Registration register(ConnectionSecurity security) {
		Registration registration = new Registration(UUID.randomUUID().toString());
		registrations.put(registration.id(), security);
		return registration;
	}

	/**
	 * Find the security of a connection.
	 * @param info the driver's effective properties
	 * @return what secures the connection, in the stronger of its own and the configured
	 * mode
	 * @throws SSLException if there is none (any more): the connection must not be made
	 */
	static ConnectionSecurity require(Properties info) throws SSLException {
		ConnectionSecurity security = registrations.get(referenceIn(info).id());
		if (security == null) {
			throw new SSLException(
					"No open application context secures this connection: it was closed, or the driver's class loader has another copy of this starter");
		}
		boolean full = VerificationMode.VERIFY_FULL.sslmode().equalsIgnoreCase(PGProperty.SSL_MODE.getOrDefault(info));
		return full ? security.strengthened(VerificationMode.VERIFY_FULL) : security;
	}

	static SecurityReference referenceIn(Properties info) {
		return SecurityReference.of(String.valueOf(PGProperty.SSL_FACTORY_ARG.getOrDefault(info)));
	}

	/**
	 * Return whether a reference leads to a registered security.
	 * @param reference the reference
	 * @return whether connections that carry it are secured
	 */
	public static boolean isRegistered(SecurityReference reference) {
		return registrations.containsKey(reference.id());
	}

	/**
	 * One registered security. After it was closed, connections that carry its id are
	 * refused.
	 *
	 * @param id what travels in the JDBC URL
	 */
	public record Registration(String id) implements AutoCloseable {

		@Override
		public void close() {
			registrations.remove(this.id);
		}

	}

}

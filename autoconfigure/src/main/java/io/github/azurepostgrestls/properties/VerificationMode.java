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

package io.github.azurepostgrestls.properties;

/**
 * What is verified of a server's certificate. Nothing weaker than these exists here.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">libpq: SSL
 * support</a>
 */
public enum VerificationMode {

	/**
	 * The chain leads to a trusted root. Any host name is accepted.
	 */
	VERIFY_CA("verify-ca"),

	/**
	 * The chain leads to a trusted root and the certificate names the host.
	 */
	VERIFY_FULL("verify-full");

	private final String sslmode;

	VerificationMode(String sslmode) {
		this.sslmode = sslmode;
	}

	/**
	 * Return libpq's and the driver's word for this mode.
	 * @return a value of the parameter {@code sslmode}
	 */
	public String sslmode() {
		return this.sslmode;
	}

	/**
	 * Return the stronger of this mode and another.
	 * @param other the other mode
	 * @return the mode that verifies more
	 */
	public VerificationMode strongest(VerificationMode other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}

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
 * A version of TLS that Azure Database for PostgreSQL speaks.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 * @see <a href=
 * "https://learn.microsoft.com/azure/postgresql/security/security-tls">Azure: TLS in
 * Azure Database for PostgreSQL</a>
 */
public enum TlsProtocol {

	/**
	 * TLS 1.2 (RFC 5246).
	 */
	TLSV1_2("TLSv1.2"),

	/**
	 * TLS 1.3 (RFC 8446).
	 */
	TLSV1_3("TLSv1.3");

	private final String standardName;

	TlsProtocol(String standardName) {
		this.standardName = standardName;
	}

	/**
	 * Return the JDK's standard name of this version.
	 * @return for example {@code TLSv1.3}
	 */
	public String standardName() {
		return this.standardName;
	}

}

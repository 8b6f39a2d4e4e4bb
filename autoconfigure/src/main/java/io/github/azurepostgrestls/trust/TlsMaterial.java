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

package io.github.azurepostgrestls.trust;

import java.util.List;

import javax.net.ssl.KeyManager;

/**
 * Trust, key material, protocols and cipher suites for new connections.
 *
 * @param trust the trusted roots and how chains are verified
 * @param keyManagers what holds the client's certificate, empty if there is none
 * @param protocols the TLS versions to offer at most, empty for all
 * @param cipherSuites the cipher suites to offer, empty for those of the JDK
 * @author the azure-postgres-tls contributors
 */
public record TlsMaterial(ServerTrust trust, List<KeyManager> keyManagers, List<String> protocols,
		List<String> cipherSuites) {

	/**
	 * Create a new {@link TlsMaterial} instance.
	 */
	public TlsMaterial {
		keyManagers = List.copyOf(keyManagers);
		protocols = List.copyOf(protocols);
		cipherSuites = List.copyOf(cipherSuites);
	}

	TlsMaterial(ServerTrust trust) {
		this(trust, List.of(), List.of(), List.of());
	}

}

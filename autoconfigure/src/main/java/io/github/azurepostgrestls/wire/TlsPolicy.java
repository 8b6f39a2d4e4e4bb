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

import java.util.List;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TlsProtocol;
import io.github.azurepostgrestls.properties.VerificationMode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a connection must negotiate at least.
 *
 * @param mode what is verified
 * @param minimumProtocol the oldest TLS version
 * @param cipherSuites the cipher suites to offer by their JDK names; empty for the JDK's
 * @param serverName the name to verify and to send as SNI instead of the host's, or
 * {@code null}
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public record TlsPolicy(VerificationMode mode, TlsProtocol minimumProtocol, List<String> cipherSuites,
		@Nullable String serverName) {

	/**
	 * Create a new {@link TlsPolicy} instance.
	 */
	public TlsPolicy {
		Assert.notNull(mode, "'mode' must not be null");
		cipherSuites = List.copyOf(cipherSuites);
	}

	/**
	 * Require that this policy leaves something to negotiate.
	 * @param property the full name of the property that lists the cipher suites
	 * @param supported the cipher suites of this JVM
	 * @throws InvalidTlsConfigurationException if a cipher suite isn't known, doesn't
	 * protect, or is of no use under the minimum protocol
	 */
	void requireUsable(String property, List<String> supported) {
		for (String suite : this.cipherSuites) {
			if (!supported.contains(suite)) {
				throw new InvalidTlsConfigurationException(property, suite,
						"This JVM has no cipher suite of that name.",
						"Use names such as TLS_AES_256_GCM_SHA384 or TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.");
			}
			if (suite.contains("_NULL_") || suite.contains("_anon_")) {
				throw new InvalidTlsConfigurationException(property, suite,
						"This cipher suite doesn't encrypt or doesn't authenticate the server.", "Remove it.");
			}
		}
		if (!this.cipherSuites.isEmpty() && this.minimumProtocol == TlsProtocol.TLSV1_3
				&& this.cipherSuites.stream().allMatch(TlsPolicy::isOlderThanTls13)) {
			throw new InvalidTlsConfigurationException(property, String.join(",", this.cipherSuites),
					"None of these belongs to TLSv1.3, the configured minimum.",
					"Add one such as TLS_AES_256_GCM_SHA384, or allow TLSv1.2.");
		}
	}

	// The suites of TLS 1.3 don't name a key exchange (RFC 8446, appendix B.4)
	private static boolean isOlderThanTls13(String suite) {
		return suite.contains("_WITH_");
	}

	TlsPolicy withMode(VerificationMode mode) {
		return new TlsPolicy(mode, this.minimumProtocol, this.cipherSuites, this.serverName);
	}

	String nameToVerify(String host) {
		return (this.serverName != null) ? this.serverName : host;
	}

	String[] protocols() {
		return List.of(TlsProtocol.values())
			.stream()
			.filter((protocol) -> protocol.compareTo(this.minimumProtocol) >= 0)
			.map(TlsProtocol::standardName)
			.toArray(String[]::new);
	}

}

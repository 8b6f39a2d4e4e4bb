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

import java.security.AlgorithmConstraints;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLParameters;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TlsProtocol;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.trust.TlsMaterial;

/**
 * What a connection must negotiate at least.
 *
 * @param mode what is verified
 * @param settings what else is configured
 * @param minimumStrength whether the handshake itself must be as strong as certificates
 * @author the azure-postgres-tls contributors
 */
record TlsPolicy(VerificationMode mode, TlsSettings settings, boolean minimumStrength) {

	private static final AlgorithmConstraints MINIMUM_STRENGTH = new MinimumStrengthConstraints();

	TlsPolicy(TlsSettings settings) {
		this(settings.mode(), settings, true);
	}

	/**
	 * Require that this policy leaves something to negotiate.
	 * @param material what TLS is made of
	 * @param supported the cipher suites of this JVM
	 * @throws InvalidTlsConfigurationException if no protocol is left, or if a cipher
	 * suite isn't known, doesn't protect, or is of no use under the minimum protocol
	 */
	void requireUsable(TlsMaterial material, List<String> supported) {
		if (protocols(material).isEmpty()) {
			throw new InvalidTlsConfigurationException(this.settings.bundleProperty(),
					String.valueOf(this.settings.bundle()),
					"The bundle enables %s, and %s is the oldest that is spoken.".formatted(material.protocols(),
							this.settings.minimumProtocol().standardName()),
					"Enable TLSv1.3 or TLSv1.2 in the bundle.");
		}
		List<String> suites = cipherSuites(material);
		for (String suite : suites) {
			if (!supported.contains(suite)) {
				throw unusable(suite, "This JVM has no cipher suite of that name.",
						"Use names such as TLS_AES_256_GCM_SHA384 or TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.");
			}
			if (suite.contains("_NULL_") || suite.contains("_anon_")) {
				throw unusable(suite, "This cipher suite doesn't encrypt or doesn't authenticate the server.",
						"Remove it.");
			}
		}
		if (!suites.isEmpty() && this.settings.minimumProtocol() == TlsProtocol.TLSV1_3
				&& suites.stream().allMatch(TlsPolicy::isOlderThanTls13)) {
			throw unusable(String.join(",", suites), "None of these belongs to TLSv1.3, the configured minimum.",
					"Add one such as TLS_AES_256_GCM_SHA384, or allow TLSv1.2.");
		}
	}

	private InvalidTlsConfigurationException unusable(String suites, String reason, String action) {
		String property = this.settings.cipherSuites().isEmpty() ? this.settings.bundleProperty()
				: this.settings.cipherSuitesProperty();
		return new InvalidTlsConfigurationException(property, suites, reason, action);
	}

	// The suites of TLS 1.3 don't name a key exchange (RFC 8446, appendix B.4)
	private static boolean isOlderThanTls13(String suite) {
		return suite.contains("_WITH_");
	}

	TlsPolicy withMode(VerificationMode mode) {
		return new TlsPolicy(mode, this.settings, this.minimumStrength);
	}

	/**
	 * Return this policy for a handshake after which nothing is sent. A server with a
	 * weak certificate takes part in it, so that the certificate can be seen.
	 * @return the same policy without minimum strength of the handshake
	 */
	TlsPolicy withoutMinimumStrength() {
		return new TlsPolicy(this.mode, this.settings, false);
	}

	String nameToVerify(String host) {
		String serverName = this.settings.serverName();
		return (serverName != null) ? serverName : host;
	}

	private List<String> protocols(TlsMaterial material) {
		return Arrays.stream(TlsProtocol.values())
			.filter((protocol) -> protocol.compareTo(this.settings.minimumProtocol()) >= 0)
			.map(TlsProtocol::standardName)
			.filter((name) -> material.protocols().isEmpty() || material.protocols().contains(name))
			.toList();
	}

	/**
	 * Return the cipher suites to offer.
	 * @param material what TLS is made of
	 * @return their JDK names, empty for those of the JDK
	 */
	List<String> cipherSuites(TlsMaterial material) {
		return this.settings.cipherSuites().isEmpty() ? material.cipherSuites() : this.settings.cipherSuites();
	}

	/**
	 * Return what this policy demands of a connection.
	 * @param material what TLS is made of
	 * @return the parameters, which say nothing of all else
	 */
	SSLParameters parameters(TlsMaterial material) {
		SSLParameters parameters = new SSLParameters();
		parameters.setProtocols(protocols(material).toArray(String[]::new));
		List<String> suites = cipherSuites(material);
		if (!suites.isEmpty()) {
			parameters.setCipherSuites(suites.toArray(String[]::new));
		}
		if (this.minimumStrength) {
			parameters.setAlgorithmConstraints(MINIMUM_STRENGTH);
		}
		if (this.mode == VerificationMode.VERIFY_FULL) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		return parameters;
	}

}

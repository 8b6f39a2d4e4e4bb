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
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.certificate.CertificateStrength;
import org.jspecify.annotations.Nullable;

/**
 * Demands of the handshake itself the strength that is demanded of certificates: JSSE
 * would take a server's Diffie-Hellman parameters of 1024 bits under TLS 1.2.
 *
 * @author the azure-postgres-tls contributors
 */
final class MinimumStrengthConstraints implements AlgorithmConstraints {

	// More than JSSE knows; a certificate may name any
	private static final int CAPACITY = 200;

	// JSSE asks for the same names hundreds of times in each handshake
	private final Map<String, Boolean> weak = new ConcurrentHashMap<>();

	@Override
	public boolean permits(Set<CryptoPrimitive> primitives, @Nullable String algorithm,
			@Nullable AlgorithmParameters parameters) {
		return algorithm == null || !primitives.contains(CryptoPrimitive.SIGNATURE) || !isWeakSignature(algorithm);
	}

	private boolean isWeakSignature(String algorithm) {
		Boolean known = this.weak.get(algorithm);
		if (known != null) {
			return known;
		}
		boolean weak = CertificateStrength.isWeakSignature(algorithm);
		if (this.weak.size() < CAPACITY) {
			this.weak.put(algorithm, weak);
		}
		return weak;
	}

	@Override
	public boolean permits(Set<CryptoPrimitive> primitives, @Nullable Key key) {
		return !(key instanceof PublicKey publicKey) || CertificateStrength.weaknessOf(publicKey) == null;
	}

	@Override
	public boolean permits(Set<CryptoPrimitive> primitives, @Nullable String algorithm, @Nullable Key key,
			@Nullable AlgorithmParameters parameters) {
		return permits(primitives, algorithm, parameters) && permits(primitives, key);
	}

}

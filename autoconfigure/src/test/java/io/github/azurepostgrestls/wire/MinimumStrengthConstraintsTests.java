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

import java.security.CryptoPrimitive;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server may sign and agree keys with.
 *
 * @author the azure-postgres-tls contributors
 */
class MinimumStrengthConstraintsTests {

	private final MinimumStrengthConstraints strength = new MinimumStrengthConstraints();

	@ParameterizedTest
	@ValueSource(strings = { "MD5withRSA", "SHA1withRSA", "SHA1withECDSA", "SHA1withDSA" })
	void serverMayNotSignItsKeyExchangeWithWeakDigest(String algorithm) {
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.SIGNATURE), algorithm, null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHA256withRSA", "SHA384withECDSA", "RSASSA-PSS", "Ed25519" })
	void serverMaySignItsKeyExchangeWithStrongDigest(String algorithm) {
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.SIGNATURE), algorithm, null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_RSA_WITH_AES_128_CBC_SHA", "SHA1" })
	void digestMayStillAuthenticateMessages(String algorithm) {
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.MESSAGE_DIGEST), algorithm, null)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "DH,1024,false", "DH,2048,true", "RSA,1024,false", "RSA,2048,true", "EC,256,true" })
	void keysHave112BitsOfSecurity(String algorithm, int bits, boolean permitted) throws Exception {
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.KEY_AGREEMENT), key(algorithm, bits)))
			.isEqualTo(permitted);
	}

	@Test
	void algorithmsWithoutANameArePermitted() {
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.SIGNATURE), null, null)).isTrue();
	}

	@Test
	void signatureAndKeyAreBothStrong() throws Exception {
		Set<CryptoPrimitive> signature = Set.of(CryptoPrimitive.SIGNATURE);
		PublicKey strong = key("EC", 256);
		PublicKey weak = key("RSA", 1024);
		assertThat(this.strength.permits(signature, "SHA256withECDSA", strong, null)).isTrue();
		assertThat(this.strength.permits(signature, "SHA1withECDSA", strong, null)).isFalse();
		assertThat(this.strength.permits(signature, "SHA256withRSA", weak, null)).isFalse();
	}

	// The client's own certificate is for the server to judge
	@Test
	void privateKeysArePermitted() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		PrivateKey key = generator.generateKeyPair().getPrivate();
		assertThat(this.strength.permits(Set.of(CryptoPrimitive.SIGNATURE), key)).isTrue();
	}

	private static PublicKey key(String algorithm, int bits) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(bits);
		return generator.generateKeyPair().getPublic();
	}

}

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

package io.github.azurepostgrestls.adversary;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the keys of TLS with SHA-256: HKDF for TLS 1.3 (RFC 8446, 7.1) and the
 * pseudorandom function of TLS 1.2 (RFC 5246, 5).
 *
 * @author the azure-postgres-tls contributors
 */
final class KeyDerivation {

	static final int HASH_SIZE = 32;

	private static final String HMAC = "HmacSHA256";

	private KeyDerivation() {
	}

	static byte[] hash(byte[] bytes) throws GeneralSecurityException {
		return MessageDigest.getInstance("SHA-256").digest(bytes);
	}

	static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
		Mac mac = Mac.getInstance(HMAC);
		mac.init(new SecretKeySpec(key, HMAC));
		return mac.doFinal(message);
	}

	/**
	 * HKDF-Extract.
	 * @param salt the salt
	 * @param secret the secret
	 * @return the key
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	static byte[] extract(byte[] salt, byte[] secret) throws GeneralSecurityException {
		return hmac(salt, secret);
	}

	/**
	 * HKDF-Expand-Label.
	 * @param secret the secret
	 * @param label the label
	 * @param context the context
	 * @param length how many bytes, not more than a hash has
	 * @return the bytes
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	static byte[] expandLabel(byte[] secret, String label, byte[] context, int length) throws GeneralSecurityException {
		byte[] info = new ByteWriter().uint16(length)
			.vector8(("tls13 " + label).getBytes(StandardCharsets.US_ASCII))
			.vector8(context)
			.uint8(1)
			.toByteArray();
		return Arrays.copyOf(hmac(secret, info), length);
	}

	/**
	 * Derive-Secret.
	 * @param secret the secret
	 * @param label the label
	 * @param transcript the messages so far
	 * @return the derived secret
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	static byte[] deriveSecret(byte[] secret, String label, byte[] transcript) throws GeneralSecurityException {
		return expandLabel(secret, label, hash(transcript), HASH_SIZE);
	}

	/**
	 * The pseudorandom function of TLS 1.2.
	 * @param secret the secret
	 * @param label the label
	 * @param seed the seed
	 * @param length how many bytes
	 * @return the bytes
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	static byte[] pseudorandom(byte[] secret, String label, byte[] seed, int length) throws GeneralSecurityException {
		byte[] labelAndSeed = ByteWriter.concat(label.getBytes(StandardCharsets.US_ASCII), seed);
		ByteWriter output = new ByteWriter();
		byte[] chain = labelAndSeed;
		for (int size = 0; size < length; size += HASH_SIZE) {
			chain = hmac(secret, chain);
			output.bytes(hmac(secret, ByteWriter.concat(chain, labelAndSeed)));
		}
		return Arrays.copyOf(output.toByteArray(), length);
	}

}

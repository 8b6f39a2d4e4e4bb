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

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

import javax.crypto.KeyAgreement;

/**
 * One side's key of a key exchange on the curve secp256r1.
 *
 * @author the azure-postgres-tls contributors
 */
final class EphemeralKey {

	/** The number of the curve in TLS. */
	static final int GROUP = 23;

	private static final int COORDINATE_SIZE = 32;

	private static final byte UNCOMPRESSED = 4;

	private final KeyPair keyPair;

	EphemeralKey() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		this.keyPair = generator.generateKeyPair();
	}

	byte[] share() {
		ECPoint point = ((ECPublicKey) this.keyPair.getPublic()).getW();
		return new ByteWriter().uint8(UNCOMPRESSED)
			.bytes(coordinate(point.getAffineX()))
			.bytes(coordinate(point.getAffineY()))
			.toByteArray();
	}

	private static byte[] coordinate(BigInteger value) {
		byte[] signed = value.toByteArray();
		byte[] coordinate = new byte[COORDINATE_SIZE];
		int length = Math.min(signed.length, COORDINATE_SIZE);
		System.arraycopy(signed, signed.length - length, coordinate, COORDINATE_SIZE - length, length);
		return coordinate;
	}

	/**
	 * Return the secret that both sides share.
	 * @param peersShare the share of the other side
	 * @return the secret
	 * @throws GeneralSecurityException if it is not a point of the curve
	 */
	byte[] agree(byte[] peersShare) throws GeneralSecurityException {
		ECPoint point = new ECPoint(new BigInteger(1, Arrays.copyOfRange(peersShare, 1, 1 + COORDINATE_SIZE)),
				new BigInteger(1, Arrays.copyOfRange(peersShare, 1 + COORDINATE_SIZE, peersShare.length)));
		ECPublicKeySpec spec = new ECPublicKeySpec(point, ((ECPublicKey) this.keyPair.getPublic()).getParams());
		KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
		agreement.init(this.keyPair.getPrivate());
		agreement.doPhase(KeyFactory.getInstance("EC").generatePublic(spec), true);
		return agreement.generateSecret();
	}

}

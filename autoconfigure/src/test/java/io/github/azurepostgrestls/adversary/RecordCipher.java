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

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts or decrypts the records of one direction with AES-128-GCM.
 *
 * @author the azure-postgres-tls contributors
 */
abstract class RecordCipher {

	static final int KEY_SIZE = 16;

	static final int NONCE_SIZE = 12;

	private static final int TAG_BITS = 128;

	private static final int TAG_SIZE = TAG_BITS / 8;

	private final byte[] key;

	private long sequence;

	private RecordCipher(byte[] key) {
		this.key = key;
	}

	/**
	 * Return the cipher of TLS 1.3 (RFC 8446, 5.2).
	 * @param secret the traffic secret of the direction
	 * @return the cipher
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	static RecordCipher tls13(byte[] secret) throws GeneralSecurityException {
		return new Tls13(KeyDerivation.expandLabel(secret, "key", new byte[0], KEY_SIZE),
				KeyDerivation.expandLabel(secret, "iv", new byte[0], NONCE_SIZE));
	}

	/**
	 * Return the cipher of TLS 1.2 (RFC 5288, 3).
	 * @param key the key of the direction
	 * @param salt the first part of each nonce
	 * @return the cipher
	 */
	static RecordCipher tls12(byte[] key, byte[] salt) {
		return new Tls12(key, salt);
	}

	/**
	 * Encrypt a record.
	 * @param type the type of the content
	 * @param content the content
	 * @return the record with its header
	 * @throws GeneralSecurityException if this JVM can't do that
	 */
	abstract byte[] encrypt(int type, byte[] content) throws GeneralSecurityException;

	/**
	 * Decrypt a record.
	 * @param record the record with its header
	 * @return the record with a header that names the type of the content
	 * @throws GeneralSecurityException if it was not encrypted with the same key
	 */
	abstract byte[] decrypt(byte[] record) throws GeneralSecurityException;

	final long next() {
		return this.sequence++;
	}

	final byte[] apply(int mode, byte[] nonce, byte[] additionalData, byte[] input) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, new SecretKeySpec(this.key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(additionalData);
		return cipher.doFinal(input);
	}

	/**
	 * The type of the content is inside, and the nonce is not sent.
	 */
	private static final class Tls13 extends RecordCipher {

		private final byte[] salt;

		Tls13(byte[] key, byte[] salt) {
			super(key);
			this.salt = salt;
		}

		@Override
		byte[] encrypt(int type, byte[] content) throws GeneralSecurityException {
			byte[] inner = new ByteWriter().bytes(content).uint8(type).toByteArray();
			byte[] header = new ByteWriter().uint8(TlsRecords.APPLICATION_DATA)
				.uint16(TlsRecords.TLS_1_2)
				.uint16(inner.length + TAG_SIZE)
				.toByteArray();
			return ByteWriter.concat(header, apply(Cipher.ENCRYPT_MODE, nonce(), header, inner));
		}

		@Override
		byte[] decrypt(byte[] record) throws GeneralSecurityException {
			byte[] inner = apply(Cipher.DECRYPT_MODE, nonce(), Arrays.copyOf(record, TlsRecords.HEADER_SIZE),
					TlsRecords.contentOf(record));
			int length = inner.length;
			while (inner[length - 1] == 0) {
				length--;
			}
			return TlsRecords.record(inner[length - 1], Arrays.copyOf(inner, length - 1));
		}

		private byte[] nonce() {
			byte[] nonce = this.salt.clone();
			byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(next()).array();
			for (int i = 0; i < sequence.length; i++) {
				nonce[nonce.length - sequence.length + i] ^= sequence[i];
			}
			return nonce;
		}

	}

	/**
	 * The second part of the nonce is sent.
	 */
	private static final class Tls12 extends RecordCipher {

		private final byte[] salt;

		Tls12(byte[] key, byte[] salt) {
			super(key);
			this.salt = salt;
		}

		@Override
		byte[] encrypt(int type, byte[] content) throws GeneralSecurityException {
			byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(next()).array();
			byte[] encrypted = apply(Cipher.ENCRYPT_MODE, ByteWriter.concat(this.salt, sequence),
					additionalData(sequence, type, content.length), content);
			return TlsRecords.record(type, ByteWriter.concat(sequence, encrypted));
		}

		@Override
		byte[] decrypt(byte[] record) throws GeneralSecurityException {
			byte[] content = TlsRecords.contentOf(record);
			byte[] explicit = Arrays.copyOf(content, Long.BYTES);
			byte[] encrypted = Arrays.copyOfRange(content, Long.BYTES, content.length);
			byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(next()).array();
			return TlsRecords.record(record[0], apply(Cipher.DECRYPT_MODE, ByteWriter.concat(this.salt, explicit),
					additionalData(sequence, record[0], encrypted.length - TAG_SIZE), encrypted));
		}

		private static byte[] additionalData(byte[] sequence, int type, int length) {
			return new ByteWriter().bytes(sequence).uint8(type).uint16(TlsRecords.TLS_1_2).uint16(length).toByteArray();
		}

	}

}

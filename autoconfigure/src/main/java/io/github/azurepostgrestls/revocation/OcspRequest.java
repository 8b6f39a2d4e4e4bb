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

package io.github.azurepostgrestls.revocation;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import org.apache.kerby.asn1.Asn1;
import org.apache.kerby.asn1.type.Asn1Integer;
import org.apache.kerby.asn1.type.Asn1Null;
import org.apache.kerby.asn1.type.Asn1ObjectIdentifier;
import org.apache.kerby.asn1.type.Asn1OctetString;
import org.apache.kerby.asn1.type.Asn1Sequence;
import org.apache.kerby.asn1.type.Asn1Type;

/**
 * Writes the request for the status of one certificate (RFC 6960, 4.1).
 *
 * @author the azure-postgres-tls contributors
 */
final class OcspRequest {

	// SHA-1 only identifies the authority here. The JDK looks for an answer with it, and
	// many responders know no other
	private static final String SHA_1 = "1.3.14.3.2.26";

	private OcspRequest() {
	}

	/**
	 * Return the request.
	 * @param certificate the certificate
	 * @param issuer its authority
	 * @return the encoded OCSPRequest
	 * @throws IOException if that fails
	 * @throws GeneralSecurityException if this JVM has no SHA-1
	 */
	static byte[] of(X509Certificate certificate, X509Certificate issuer) throws IOException, GeneralSecurityException {
		Asn1Sequence certificateId = sequence(sequence(new Asn1ObjectIdentifier(SHA_1), Asn1Null.INSTANCE),
				digest(issuer.getSubjectX500Principal().getEncoded()), digest(keyOf(issuer)),
				new Asn1Integer(certificate.getSerialNumber()));
		return Asn1.encode(sequence(sequence(sequence(sequence(certificateId)))));
	}

	// The bit string of SubjectPublicKeyInfo, whose first byte counts the unused bits
	private static byte[] keyOf(X509Certificate issuer) {
		byte[] key = Asn1Value.of(issuer.getPublicKey().getEncoded()).part(1).bytes();
		return Arrays.copyOfRange(key, 1, key.length);
	}

	private static Asn1OctetString digest(byte[] bytes) throws GeneralSecurityException {
		return new Asn1OctetString(MessageDigest.getInstance("SHA-1").digest(bytes));
	}

	private static Asn1Sequence sequence(Asn1Type... items) {
		Asn1Sequence sequence = new Asn1Sequence();
		Arrays.stream(items).forEach(sequence::addItem);
		return sequence;
	}

}

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

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import io.github.azurepostgrestls.revocation.HttpResponder.Behaviour;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import org.springframework.util.function.ThrowingSupplier;

/**
 * Answers the request for a revocation list.
 *
 * @param authority the authority whose list it is
 * @param signer who signs it
 * @param revoked the certificates that it revokes
 * @param thisUpdate from when it is valid
 * @param nextUpdate when there will be a newer one
 * @param extensions its extensions
 * @author the azure-postgres-tls contributors
 */
public record ListAnswer(X509Bundle authority, X509Bundle signer, List<BigInteger> revoked, Instant thisUpdate,
		Instant nextUpdate, List<Extension> extensions) implements Behaviour {

	public static ListAnswer empty(X509Bundle authority, Instant now) {
		return new ListAnswer(authority, authority, List.of(), now.minus(Duration.ofHours(1)),
				now.plus(Duration.ofHours(1)), List.of());
	}

	public ListAnswer revoking(BigInteger... serialNumbers) {
		return new ListAnswer(this.authority, this.signer, List.of(serialNumbers), this.thisUpdate, this.nextUpdate,
				this.extensions);
	}

	public ListAnswer signedBy(X509Bundle signer) {
		return new ListAnswer(this.authority, signer, this.revoked, this.thisUpdate, this.nextUpdate, this.extensions);
	}

	public ListAnswer valid(Instant from, Instant to) {
		return new ListAnswer(this.authority, this.signer, this.revoked, from, to, this.extensions);
	}

	public ListAnswer with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
		List<Extension> extensions = new ArrayList<>(this.extensions);
		extensions
			.add(ThrowingSupplier.of(() -> new Extension(id, critical, value.toASN1Primitive().getEncoded())).get());
		return new ListAnswer(this.authority, this.signer, this.revoked, this.thisUpdate, this.nextUpdate, extensions);
	}

	@Override
	public void respond(byte[] request, OutputStream out, Socket socket) throws Exception {
		byte[] list = encoded();
		out.write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n".formatted(list.length)
			.getBytes(StandardCharsets.US_ASCII));
		out.write(list);
	}

	public X509CRL list() {
		return ThrowingSupplier
			.of(() -> (X509CRL) CertificateFactory.getInstance("X.509")
				.generateCRL(new ByteArrayInputStream(encoded())))
			.get();
	}

	private byte[] encoded() throws Exception {
		JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(this.authority.getCertificate().getSubjectX500Principal(),
				Date.from(this.thisUpdate));
		builder.setNextUpdate(Date.from(this.nextUpdate));
		for (BigInteger serialNumber : this.revoked) {
			builder.addCRLEntry(serialNumber, Date.from(this.thisUpdate), CRLReason.keyCompromise);
		}
		for (Extension extension : this.extensions) {
			builder.addExtension(extension);
		}
		return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(this.signer.getKeyPair().getPrivate()))
			.getEncoded();
	}

}

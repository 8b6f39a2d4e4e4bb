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

import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import io.github.azurepostgrestls.revocation.HttpResponder.Behaviour;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Answers an OCSP request.
 *
 * @param authority the authority that issued the certificate
 * @param signer who signs the response
 * @param status what it says
 * @param thisUpdate from when it is valid
 * @param nextUpdate when there will be a newer one, if it says so
 * @param other another certificate that it is about, if it is
 * @author the azure-postgres-tls contributors
 */
record OcspAnswer(X509Bundle authority, X509Bundle signer, CertificateStatus status, Instant thisUpdate,
		@Nullable Instant nextUpdate, @Nullable BigInteger other) implements Behaviour {

	static OcspAnswer good(X509Bundle authority, Instant now) {
		return new OcspAnswer(authority, authority, CertificateStatus.GOOD, now.minus(Duration.ofHours(1)),
				now.plus(Duration.ofHours(1)), null);
	}

	OcspAnswer revoked() {
		return new OcspAnswer(this.authority, this.signer,
				new RevokedStatus(Date.from(this.thisUpdate), CRLReason.keyCompromise), this.thisUpdate,
				this.nextUpdate, this.other);
	}

	OcspAnswer signedBy(X509Bundle signer) {
		return new OcspAnswer(this.authority, signer, this.status, this.thisUpdate, this.nextUpdate, this.other);
	}

	OcspAnswer valid(Instant from, @Nullable Instant to) {
		return new OcspAnswer(this.authority, this.signer, this.status, from, to, this.other);
	}

	OcspAnswer about(BigInteger serialNumber) {
		return new OcspAnswer(this.authority, this.signer, this.status, this.thisUpdate, this.nextUpdate, serialNumber);
	}

	@Override
	public void respond(byte[] request, OutputStream out, Socket socket) throws Exception {
		byte[] response = responseTo(new OCSPReq(request));
		out.write("HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: %d\r\n"
			.formatted(response.length)
			.concat("Connection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		out.write(response);
	}

	private byte[] responseTo(OCSPReq request) throws Exception {
		DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder().build().get(RespID.HASH_SHA1);
		CertificateID asked = request.getRequestList()[0].getCertID();
		X509CertificateHolder issuer = new X509CertificateHolder(this.authority.getCertificate().getEncoded());
		if (!asked.matchesIssuer(issuer, new JcaDigestCalculatorProviderBuilder().build())) {
			return new OCSPRespBuilder().build(OCSPRespBuilder.UNAUTHORIZED, null).getEncoded();
		}
		BasicOCSPRespBuilder response = new BasicOCSPRespBuilder(
				SubjectPublicKeyInfo.getInstance(this.signer.getKeyPair().getPublic().getEncoded()), sha1);
		response.addResponse((this.other != null) ? new CertificateID(sha1, issuer, this.other) : asked, this.status,
				Date.from(this.thisUpdate), (this.nextUpdate != null) ? Date.from(this.nextUpdate) : null);
		return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
				response.build(
						new JcaContentSignerBuilder("SHA256withRSA").build(this.signer.getKeyPair().getPrivate()),
						new X509CertificateHolder[0], Date.from(this.thisUpdate)))
			.getEncoded();
	}

}

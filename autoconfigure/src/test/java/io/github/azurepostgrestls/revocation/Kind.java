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

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.revocation.HttpResponder.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * The two ways to ask whether a certificate is revoked.
 *
 * @author the azure-postgres-tls contributors
 */
enum Kind {

	OCSP(64 * 1024) {

		@Override
		VerifiedPath pathNaming(URI address) throws Exception {
			return path(address, null);
		}

		@Override
		OcspAnswer good(Instant from, Instant to) {
			return OcspAnswer.good(RevocationCheckTests.ROOT, from).valid(from, to);
		}

		@Override
		Behaviour revoking(VerifiedPath path, Instant now) {
			return OcspAnswer.good(RevocationCheckTests.ROOT, now).revoked();
		}

		@Override
		Behaviour forged(Instant now) {
			return OcspAnswer.good(RevocationCheckTests.ROOT, now).signedBy(RevocationCheckTests.IMPOSTOR);
		}

	},

	LIST(4 * 1024 * 1024) {

		@Override
		VerifiedPath pathNaming(URI address) throws Exception {
			return path(null, address);
		}

		@Override
		Behaviour good(Instant from, Instant to) {
			return ListAnswer.empty(RevocationCheckTests.ROOT, from).valid(from, to);
		}

		@Override
		Behaviour revoking(VerifiedPath path, Instant now) {
			return ListAnswer.empty(RevocationCheckTests.ROOT, now)
				.revoking(path.certificates().get(0).getSerialNumber());
		}

		@Override
		Behaviour forged(Instant now) {
			return ListAnswer.empty(RevocationCheckTests.ROOT, now).signedBy(RevocationCheckTests.IMPOSTOR);
		}

	};

	final long maximum;

	Kind(long maximum) {
		this.maximum = maximum;
	}

	abstract VerifiedPath pathNaming(URI address) throws Exception;

	abstract Behaviour good(Instant from, Instant to);

	abstract Behaviour revoking(VerifiedPath path, Instant now);

	abstract Behaviour forged(Instant now);

	Behaviour good(Instant now) {
		return good(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
	}

	/**
	 * Return a path that ends in the root.
	 * @param responder the responder that its certificate names, if it does
	 * @param list the list that its certificate names, if it does
	 * @return the path
	 */
	static VerifiedPath path(@Nullable URI responder, @Nullable URI list) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().ecp256()
			.subject("CN=db.example.com")
			.notBefore(Instant.now().minus(Duration.ofDays(9)))
			.notAfter(Instant.now().plus(Duration.ofDays(9)));
		if (responder != null) {
			builder
				.addExtensionOctetString(Extension.authorityInfoAccess.getId(), false,
						new AuthorityInformationAccess(AccessDescription.id_ad_ocsp,
								new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString()))
							.getEncoded());
		}
		if (list != null) {
			builder.addCrlDistributionPoint(list);
		}
		return new VerifiedPath(List.of(builder.buildIssuedBy(RevocationCheckTests.ROOT).getCertificate(),
				RevocationCheckTests.ROOT.getCertificate()));
	}

}

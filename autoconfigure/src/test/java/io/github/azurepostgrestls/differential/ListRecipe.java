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

package io.github.azurepostgrestls.differential;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.ThrowingSupplier;

/**
 * How one certificate revocation list is made, flaws included.
 *
 * @author the azure-postgres-tls contributors
 */
final class ListRecipe {

	private final JcaX509v2CRLBuilder builder;

	private KeyPair keys;

	private String signature = "SHA256withRSA";

	private @Nullable Duration validity = Duration.ofDays(9);

	ListRecipe(Holder issuer) {
		this.keys = issuer.keys();
		this.builder = new JcaX509v2CRLBuilder(issuer.certificate().getSubjectX500Principal(),
				Date.from(Instant.now().minus(Duration.ofDays(1))));
	}

	ListRecipe valid(Duration from, Duration to) {
		this.builder.setThisUpdate(Date.from(Instant.now().plus(from)));
		this.validity = to;
		return this;
	}

	ListRecipe endless() {
		this.validity = null;
		return this;
	}

	ListRecipe revoking(int reason, Holder... revoked) {
		for (Holder holder : revoked) {
			this.builder.addCRLEntry(holder.certificate().getSerialNumber(),
					Date.from(Instant.now().minus(Duration.ofHours(1))), reason);
		}
		return this;
	}

	ListRecipe naming(Extension extension, Holder revoked) {
		this.builder.addCRLEntry(revoked.certificate().getSerialNumber(),
				Date.from(Instant.now().minus(Duration.ofHours(1))), new Extensions(extension));
		return this;
	}

	ListRecipe signedWithKeyOf(Holder other) {
		this.keys = other.keys();
		return this;
	}

	ListRecipe forUsersOnly() {
		return with(Extension.issuingDistributionPoint,
				new IssuingDistributionPoint(null, true, false, null, false, false));
	}

	ListRecipe forSomeReasons() {
		return with(Extension.issuingDistributionPoint, new IssuingDistributionPoint(null, false, false,
				new ReasonFlags(ReasonFlags.keyCompromise), false, false));
	}

	ListRecipe delta() {
		return with(Extension.deltaCRLIndicator, new CRLNumber(BigInteger.ONE));
	}

	ListRecipe unknown() {
		return with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), DERNull.INSTANCE);
	}

	ListRecipe forAuthoritiesOnly() {
		return with(Extension.issuingDistributionPoint,
				new IssuingDistributionPoint(null, false, true, null, false, false));
	}

	ListRecipe indirect() {
		return with(Extension.issuingDistributionPoint,
				new IssuingDistributionPoint(null, false, false, null, true, false));
	}

	ListRecipe at(String address) {
		return with(Extension.issuingDistributionPoint,
				new IssuingDistributionPoint(
						new DistributionPointName(
								new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address))),
						false, false));
	}

	ListRecipe identifying(Holder authority) {
		ThrowingSupplier.of(() -> this.builder.addExtension(Extension.authorityKeyIdentifier, false,
				new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate())))
			.get();
		return this;
	}

	private ListRecipe with(ASN1ObjectIdentifier id, ASN1Encodable value) {
		ThrowingSupplier.of(() -> this.builder.addExtension(id, true, value)).get();
		return this;
	}

	ListRecipe signed(String algorithm) {
		this.signature = algorithm;
		return this;
	}

	String pem() {
		if (this.validity != null) {
			this.builder.setNextUpdate(Date.from(Instant.now().plus(this.validity)));
		}
		return ThrowingSupplier
			.of(() -> Pem
				.of(this.builder.build(new JcaContentSignerBuilder(this.signature).build(this.keys.getPrivate()))))
			.get();
	}

}

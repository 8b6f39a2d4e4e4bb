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
import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * Extensions and shapes that an authority hardly ever issues.
 *
 * @author the azure-postgres-tls contributors
 */
final class UnusualCases {

	private static final ASN1ObjectIdentifier PROXY = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.14");

	private static final ASN1ObjectIdentifier ADDRESS_BLOCKS = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.7");

	private static final ASN1ObjectIdentifier SYSTEM_NUMBERS = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.8");

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private UnusualCases() {
	}

	static Stream<Case> all() {
		return Stream.of(netscape(), proxies(), resources(), unreadable(), identifiers(), authorities(), constraints())
			.flatMap((group) -> group);
	}

	private static Stream<Case> netscape() {
		return Stream.of(
				server(false, "a Netscape type for clients",
						server().with(MiscObjectIdentifiers.netscapeCertType, false,
								new NetscapeCertType(NetscapeCertType.sslClient))),
				server(true, "a Netscape type for servers",
						server().with(MiscObjectIdentifiers.netscapeCertType, false,
								new NetscapeCertType(NetscapeCertType.sslServer))),
				intermediate(true, "a Netscape type for mail, of the intermediate",
						authority().with(MiscObjectIdentifiers.netscapeCertType, false,
								new NetscapeCertType(NetscapeCertType.smimeCA))),
				intermediate(true, "a Netscape type for TLS, of the intermediate",
						authority().with(MiscObjectIdentifiers.netscapeCertType, false,
								new NetscapeCertType(NetscapeCertType.sslCA))),
				server(false, "an extended key usage for Microsoft's Server Gated Cryptography",
						server().purpose(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.10.3.3"))))
					.stricterThanPsql("Server Gated Cryptography instead of serverAuth"));
	}

	private static Stream<Case> proxies() {
		ASN1Object policy = new DERSequence(new DERSequence(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.21.1")));
		return Stream.of(server(false, "a proxy certificate", server().with(PROXY, false, policy)),
				server(false, "a proxy certificate with a common name only",
						Certificates.server().subject("CN=" + Case.HOST).with(PROXY, false, policy)),
				intermediate(false, "a proxy certificate as the intermediate", authority().with(PROXY, false, policy)));
	}

	private static Stream<Case> resources() {
		ASN1Object addresses = new DERSequence(new DERSequence(new ASN1Object[] {
				new DEROctetString(new byte[] { 0, 1 }), new DERSequence(new DERBitString(new byte[] { 10 }, 0)) }));
		ASN1Object systems = new DERSequence(new DERTaggedObject(true, 0, new DERSequence(new ASN1Integer(64496))));
		Holder root = Certificates.root("Addresses").with(ADDRESS_BLOCKS, true, addresses).selfSigned();
		return Stream.of(
				server(false, "IP addresses that aren't the intermediate's",
						server().with(ADDRESS_BLOCKS, false, addresses)),
				server(false, "autonomous systems that aren't the intermediate's",
						server().with(SYSTEM_NUMBERS, false, systems)),
				Case.refused("IP addresses that are the root's",
						server().with(ADDRESS_BLOCKS, true, addresses).by(root).presenting(), root)
					.stricterThanPsql("Certificates of IP addresses or autonomous systems as resources"));
	}

	private static Stream<Case> unreadable() {
		return Stream.of(Extension.keyUsage, Extension.extendedKeyUsage, Extension.subjectAlternativeName)
			.flatMap((id) -> Stream.of(
					intermediate(false, "an unreadable extension %s of the intermediate".formatted(id),
							authority().with(id, false, DERNull.INSTANCE)),
					root(false, "an unreadable extension %s of the root".formatted(id),
							authority().with(id, false, DERNull.INSTANCE))));
	}

	private static Stream<Case> identifiers() {
		return Stream.of(root(false, "a root that identifies another key as its own",
				authority().with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] { 1 }))
					.with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] { 2 }))),
				root(true, "a root that identifies its own key", authority()
					.with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] { 1 }))
					.with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] { 1 }))));
	}

	private static Stream<Case> authorities() {
		Holder closed = Certificates.root("Closed").pathLength(0).selfSigned();
		Holder ofThatName = new Recipe("CN=Closed", Certificates.key("RSA 2048", "of that name")).authority()
			.by(closed);
		Holder server = server().by(INTERMEDIATE);
		return Stream.of(
				Case.refused("an intermediate of the root's name", server().by(ofThatName).presenting(ofThatName),
						closed)
					.withPathThatPsqlDoesNotFind(Case.NAMESAKES),
				Case.refused("issued by a server", server().by(server).presenting(server, INTERMEDIATE), ROOT),
				intermediate(false, "an intermediate without basic constraints",
						authority().without(Extension.basicConstraints)),
				intermediate(false, "an intermediate of version 1", authority().version1()),
				intermediate(false, "an intermediate for lists only", authority().usage(KeyUsage.cRLSign)),
				intermediate(true, "an intermediate without key usage", authority().without(Extension.keyUsage)),
				intermediate(false, "an intermediate for clients only",
						authority().purpose(KeyPurposeId.id_kp_clientAuth)),
				intermediate(false, "an intermediate for any purpose",
						authority().purpose(KeyPurposeId.anyExtendedKeyUsage)),
				intermediate(true, "an intermediate for servers", authority().purpose(KeyPurposeId.id_kp_serverAuth)));
	}

	private static Stream<Case> constraints() {
		GeneralSubtree distant = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "azure.com"), BigInteger.ONE,
				null);
		GeneralSubtree subject = new GeneralSubtree(new GeneralName(new X500Name("CN=server")));
		GeneralSubtree organization = new GeneralSubtree(new GeneralName(new X500Name("O=elsewhere")));
		GeneralSubtree addresses = new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "10.0.0.0/8"));
		return Stream.of(root(false, "a root for names from a distance on", permitting(distant)),
				intermediate(false, "an intermediate for names from a distance on", permitting(distant)),

				root(false, "a root for other subjects", permitting(organization)),
				intermediate(true, "an intermediate for this subject", permitting(subject)),
				intermediate(false, "an intermediate for other subjects", permitting(organization)),
				constrained(true, "an intermediate for these addresses", permitting(addresses), "10.1.2.3"),
				constrained(false, "an intermediate for other addresses", permitting(addresses), "192.0.2.1"),
				constrained(false, "an intermediate for a host, and a wildcard",
						authority().constrained(Case.HOST, null), "*.postgres.database.azure.com"),
				intermediate(true, "an intermediate for these names in capitals",
						authority().constrained("AZURE.COM", null)),
				intermediate(false, "an intermediate for all names but these in capitals",
						authority().constrained(null, "AZURE.COM")),
				intermediate(false, "an intermediate for all names but the empty", authority().constrained(null, "")),
				intermediate(false, "an intermediate for the empty name", authority().constrained("", null))
					.stricterThanPsql("A name constraint for the empty name"));
	}

	private static Case constrained(boolean accepted, String title, Recipe recipe, String name) {
		Holder issuer = recipe.by(ROOT);
		return of(accepted, title, Certificates.server(Case.HOST, name).by(issuer), issuer, ROOT);
	}

	private static Recipe permitting(GeneralSubtree subtree) {
		return authority().with(Extension.nameConstraints, true,
				new NameConstraints(new GeneralSubtree[] { subtree }, null));
	}

	private static Recipe server() {
		return Certificates.server(Case.HOST);
	}

	private static Recipe authority() {
		return Certificates.intermediate("Unusual");
	}

	private static Case server(boolean accepted, String title, Recipe recipe) {
		return of(accepted, title, recipe.by(INTERMEDIATE), INTERMEDIATE, ROOT);
	}

	private static Case intermediate(boolean accepted, String title, Recipe recipe) {
		Holder issuer = recipe.by(ROOT);
		return of(accepted, title, server().by(issuer), issuer, ROOT);
	}

	private static Case root(boolean accepted, String title, Recipe recipe) {
		Holder root = recipe.selfSigned();
		Holder issuer = Certificates.intermediate("Below").by(root);
		return of(accepted, title, server().by(issuer), issuer, root);
	}

	private static Case of(boolean accepted, String title, Holder server, Holder issuer, Holder root) {
		return accepted ? Case.accepted(title, server.presenting(issuer), root)
				: Case.refused(title, server.presenting(issuer), root);
	}

}

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
import io.github.azurepostgrestls.test.AzureHosts;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * Ways from the server to the root.
 *
 * @author the azure-postgres-tls contributors
 */
final class ChainCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

	private static final String POLICIES = "A chain that breaks a policy constraint";

	private ChainCases() {
	}

	static Stream<Case> all() {
		return Stream.of(shapes(), crossSigned(), constraints(), extensions()).flatMap((group) -> group);
	}

	private static Stream<Case> shapes() {
		Holder server = Certificates.server(Case.HOST).by(INTERMEDIATE);
		Holder unrelated = Certificates.root("Unrelated").selfSigned();
		Holder namesake = new Recipe("CN=Intermediate A", Certificates.key("RSA 2048", "namesake")).authority()
			.by(ROOT);
		Holder second = Certificates.intermediate("Intermediate 2").by(INTERMEDIATE);
		Holder third = Certificates.intermediate("Intermediate 3").by(second);
		return Stream.of(
				Case.accepted("no intermediate at all", Certificates.server(Case.HOST).by(ROOT).presenting(), ROOT),
				Case.refused("the intermediate isn't sent", server.presenting(), ROOT),
				Case.accepted("the root is sent too", server.presenting(INTERMEDIATE, ROOT), ROOT),
				Case.accepted("something unrelated is sent too", server.presenting(unrelated, INTERMEDIATE), ROOT),
				Case.accepted("the intermediate is sent twice", server.presenting(INTERMEDIATE, INTERMEDIATE), ROOT),
				Case.accepted("the root is sent before the intermediate", server.presenting(ROOT, INTERMEDIATE), ROOT),
				Case.accepted("three intermediates",
						Certificates.server(Case.HOST).by(third).presenting(third, second, INTERMEDIATE), ROOT),
				Case.refused("three intermediates but the one in the midst",
						Certificates.server(Case.HOST).by(third).presenting(third, INTERMEDIATE), ROOT),
				Case.refused("another intermediate of that name before the right one",
						server.presenting(namesake, INTERMEDIATE), ROOT)
					.withPathThatPsqlDoesNotFind(Case.NAMESAKES),
				Case.accepted("another intermediate of that name after the right one",
						server.presenting(INTERMEDIATE, namesake), ROOT),
				seven());
	}

	private static Case seven() {
		Holder[] chain = new Holder[7];
		Holder issuer = ROOT;
		for (int i = chain.length - 1; i >= 0; i--) {
			issuer = Certificates.intermediate("Intermediate of seven " + i).by(issuer);
			chain[i] = issuer;
		}
		return Case.accepted("seven intermediates", Certificates.server(Case.HOST).by(issuer).presenting(chain), ROOT);
	}

	// As Azure's chain of 2026: the new root is known as an intermediate too
	private static Stream<Case> crossSigned() {
		Holder newRoot = Certificates.root("New Root").selfSigned();
		Holder cross = Certificates.root("New Root").by(ROOT);
		Holder expiredCross = Certificates.root("New Root").expired().by(ROOT);
		Holder issuing = Certificates.intermediate("Issuing").by(newRoot);
		Holder server = Certificates.server(Case.HOST).by(issuing);
		Holder foreign = Certificates.root("Root B").selfSigned();
		return Stream.of(Case.accepted("cross-signed, old root", server.presenting(issuing, cross), ROOT),
				Case.accepted("cross-signed, new root", server.presenting(issuing, cross), newRoot),
				Case.accepted("cross-signed, both roots", server.presenting(issuing, cross), ROOT, newRoot),
				Case.refused("cross-signed, a foreign root", server.presenting(issuing, cross), foreign),
				Case.refused("cross-signed but not sent, old root", server.presenting(issuing), ROOT),
				Case.accepted("cross-signed but not sent, new root", server.presenting(issuing), newRoot),
				Case.refused("cross-signed but expired, old root", server.presenting(issuing, expiredCross), ROOT),
				Case.accepted("cross-signed but expired, new root", server.presenting(issuing, expiredCross), newRoot),
				Case.refused("cross-signed by another of that name", server.presenting(issuing,
						new Recipe("CN=New Root", Certificates.key("RSA 2048", "imposter")).authority().by(ROOT)),
						ROOT));
	}

	private static Stream<Case> constraints() {
		Holder short0 = Certificates.root("Short").pathLength(0).selfSigned();
		Holder below = Certificates.intermediate("Below short").by(short0);
		Holder shortIntermediate = Certificates.intermediate("Intermediate A").pathLength(0).by(ROOT);
		Holder belowIntermediate = Certificates.intermediate("Below intermediate").by(shortIntermediate);
		Holder permits = Certificates.root("Permits").constrained("azure.com", null).selfSigned();
		Holder permitsOther = Certificates.root("Permits other").constrained("example.com", null).selfSigned();
		Holder excludes = Certificates.root("Excludes").constrained(null, "azure.com").selfSigned();
		Holder permitting = Certificates.intermediate("Permitting").constrained("azure.com", null).by(ROOT);
		Holder excluding = Certificates.intermediate("Excluding").constrained(null, "azure.com").by(ROOT);
		return Stream.of(
				Case.refused("a root that allows no intermediate",
						Certificates.server(Case.HOST).by(below).presenting(below), short0),
				Case.accepted("a root that allows no intermediate, and none",
						Certificates.server(Case.HOST).by(short0).presenting(), short0),
				Case.refused("an intermediate that allows no other",
						Certificates.server(Case.HOST)
							.by(belowIntermediate)
							.presenting(belowIntermediate, shortIntermediate),
						ROOT),
				Case.accepted("a root for these names", Certificates.server(Case.HOST).by(permits).presenting(),
						permits),
				Case.refused("a root for other names", Certificates.server(Case.HOST).by(permitsOther).presenting(),
						permitsOther),
				Case.refused("a root for all names but these", Certificates.server(Case.HOST).by(excludes).presenting(),
						excludes),
				Case.accepted("an intermediate for these names",
						Certificates.server(Case.HOST).by(permitting).presenting(permitting), ROOT),
				Case.refused("an intermediate for all names but these",
						Certificates.server(Case.HOST).by(excluding).presenting(excluding), ROOT),
				constrainedTo("a root for all names below a dot", ".database.azure.com", true),
				constrainedTo("a root for this very name", Case.HOST, true),
				constrainedTo("a root for another server", AzureHosts.OTHER_SERVER, false),
				Case.refused("a root for other names, and only a common name",
						Certificates.server().subject("CN=" + Case.HOST).by(permitsOther).presenting(), permitsOther),
				Case.refused("an intermediate that demands a policy",
						policyDemanding().presenting(Certificates.intermediate("Policies")
							.with(Extension.policyConstraints, true, new PolicyConstraints(BigInteger.ZERO, null))
							.by(ROOT)),
						ROOT)
					.stricterThanPsql(POLICIES));
	}

	private static Case constrainedTo(String name, String permitted, boolean accepted) {
		Holder root = Certificates.root("Permits " + permitted).constrained(permitted, null).selfSigned();
		return accepted ? Case.accepted(name, Certificates.server(Case.HOST).by(root).presenting(), root)
				: Case.refused(name, Certificates.server(Case.HOST).by(root).presenting(), root);
	}

	private static Holder policyDemanding() {
		return Certificates.server(Case.HOST).by(Certificates.intermediate("Policies").by(ROOT));
	}

	private static Stream<Case> extensions() {
		Holder unknownRoot = Certificates.root("Unknown").with(UNKNOWN, true, DERNull.INSTANCE).selfSigned();
		Holder unknownIntermediate = Certificates.intermediate("Unknown")
			.with(UNKNOWN, true, DERNull.INSTANCE)
			.by(ROOT);
		Holder identified = Certificates.intermediate("Identified")
			.with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] { 1, 2, 3 }))
			.by(ROOT);
		Holder identifiedRoot = Certificates.root("Identified")
			.with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] { 1, 2, 3 }))
			.selfSigned();
		return Stream.of(
				Case.refused("an unknown critical extension of the server",
						Certificates.server(Case.HOST)
							.with(UNKNOWN, true, DERNull.INSTANCE)
							.by(INTERMEDIATE)
							.presenting(INTERMEDIATE),
						ROOT),
				Case.refused("an unknown critical extension of the intermediate",
						Certificates.server(Case.HOST).by(unknownIntermediate).presenting(unknownIntermediate), ROOT),
				Case.refused("an unknown critical extension of the root",
						Certificates.server(Case.HOST).by(unknownRoot).presenting(), unknownRoot),
				Case.accepted("an unknown extension that is not critical",
						Certificates.server(Case.HOST)
							.with(UNKNOWN, false, DERNull.INSTANCE)
							.by(INTERMEDIATE)
							.presenting(INTERMEDIATE),
						ROOT),
				Case.accepted("key identifiers that match", keyed(identified, 1).presenting(identified), ROOT),
				Case.refused("key identifiers that don't match", keyed(identified, 9).presenting(identified), ROOT),
				Case.refused("a serial number in the key identifier that doesn't match", Certificates.server(Case.HOST)
					.with(Extension.authorityKeyIdentifier, false,
							new AuthorityKeyIdentifier(new byte[] { 1, 2, 3 },
									new GeneralNames(new GeneralName(new X500Name("CN=Root A"))), BigInteger.TEN))
					.by(identified)
					.presenting(identified), ROOT),
				Case.refused("key identifiers that don't match the root's", keyed(identifiedRoot, 9).presenting(),
						identifiedRoot));
	}

	private static Holder keyed(Holder issuer, int first) {
		return Certificates.server(Case.HOST)
			.with(Extension.authorityKeyIdentifier, false,
					new AuthorityKeyIdentifier(new byte[] { (byte) first, 2, 3 }))
			.by(issuer);
	}

}

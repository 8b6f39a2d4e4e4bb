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

import java.time.Duration;
import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Certificate revocation lists: psql's {@code sslcrl} and the starter's
 * {@code revocation.crl-locations} under {@code hard-fail}.
 *
 * @author the azure-postgres-tls contributors
 */
final class RevocationCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private static final Holder SERVER = Certificates.server(Case.HOST).by(INTERMEDIATE);

	private static final Duration DAY = Duration.ofDays(1);

	private static final Extension UNKNOWN = new Extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true,
			new DEROctetString(new byte[] { 5, 0 }));

	private RevocationCases() {
	}

	static Stream<Case> all() {
		String ofRoot = list(ROOT);
		String ofIntermediate = list(INTERMEDIATE);
		String revokingServer = list(INTERMEDIATE, SERVER);
		String revokingIntermediate = list(ROOT, INTERMEDIATE);
		Holder unrelated = Certificates.root("Root B").selfSigned();
		Holder namesake = new Recipe("CN=Intermediate A", Certificates.key("RSA 2048", "namesake")).authority()
			.by(ROOT);
		Holder mute = Certificates.intermediate("Mute").usage(KeyUsage.keyCertSign).by(ROOT);
		ListRecipe revoking = new ListRecipe(INTERMEDIATE).revoking(CRLReason.keyCompromise, SERVER);
		String forged = new ListRecipe(INTERMEDIATE).signedWithKeyOf(unrelated).pem();
		Case accepted = Case.accepted("", SERVER.presenting(INTERMEDIATE), ROOT);
		Case refused = Case.refused("", SERVER.presenting(INTERMEDIATE), ROOT);
		return Stream.of(accepted.named("lists that revoke nothing").revocationLists(ofRoot + ofIntermediate),
				refused.named("a revoked server").revocationLists(ofRoot + revokingServer),
				refused.named("a revoked intermediate").revocationLists(revokingIntermediate + ofIntermediate),
				refused.named("no list for the server").revocationLists(ofRoot),
				refused.named("no list for the intermediate").revocationLists(ofIntermediate),
				refused.named("lists of another authority").revocationLists(list(unrelated)),
				refused.named("a list that another of that name signed").revocationLists(ofRoot + list(namesake)),
				refused.named("an outdated list")
					.revocationLists(ofRoot + list(INTERMEDIATE, DAY.multipliedBy(-9), DAY.negated())),
				refused.named("a list from the future")
					.revocationLists(ofRoot + list(INTERMEDIATE, DAY, DAY.multipliedBy(9))),
				refused.named("a list without a next update")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).endless().pem())
					.stricterThanPsql("A revocation list without a next update"),
				refused.named("a server on hold")
					.revocationLists(
							ofRoot + new ListRecipe(INTERMEDIATE).revoking(CRLReason.certificateHold, SERVER).pem()),
				refused.named("a list with an unknown critical extension")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).unknown().pem()),
				accepted.named("a list with a SHA-1 signature")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).signed("SHA1withRSA").pem()),
				refused.named("a revoking list beside a newer one that doesn't")
					.revocationLists(ofRoot + ofIntermediate + earlier(revoking))
					.stricterThanPsql("Several revocation lists of one authority"),
				refused.named("a revoking list beside an older one that doesn't")
					.revocationLists(ofRoot + revokingServer + earlier(new ListRecipe(INTERMEDIATE))),
				refused.named("a root that revokes itself")
					.revocationLists(
							new ListRecipe(ROOT).revoking(CRLReason.keyCompromise, ROOT).pem() + ofIntermediate),
				refused.named("an entry with an unknown critical extension")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).naming(UNKNOWN, unrelated).pem()),
				refused.named("a forged list before the right one")
					.revocationLists(ofRoot + forged + ofIntermediate)
					.withPathThatPsqlDoesNotFind(Case.FORGED_LISTS),
				accepted.named("a list for servers only")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).forUsersOnly().pem()),
				refused.named("a list for some reasons only")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).forSomeReasons().pem()),
				refused.named("a list of changes only")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).delta().pem())
					.stricterThanPsql("A revocation list of changes only"),
				refused.named("a list with an MD5 signature")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).signed("MD5withRSA").pem())
					.stricterThanPsql("A revocation list with an MD5 signature"),
				refused.named("a list for authorities only")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).forAuthoritiesOnly().pem()),
				refused.named("a list of certificates of others")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).indirect().pem()),
				refused.named("a list for another distribution point")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).at("http://example.com/other.crl").pem()),
				refused.named("a list that identifies another key")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).identifying(unrelated).pem()),
				accepted.named("a list that identifies its key")
					.revocationLists(ofRoot + new ListRecipe(INTERMEDIATE).identifying(INTERMEDIATE).pem()),
				Case.refused("a list of an authority that may not sign lists",
						Certificates.server(Case.HOST).by(mute).presenting(mute), ROOT)
					.revocationLists(ofRoot + list(mute)));
	}

	private static String earlier(ListRecipe list) {
		return list.valid(DAY.multipliedBy(-2), DAY.multipliedBy(9)).pem();
	}

	private static String list(Holder issuer, Holder... revoked) {
		return new ListRecipe(issuer).revoking(CRLReason.keyCompromise, revoked).pem();
	}

	private static String list(Holder issuer, Duration from, Duration to) {
		return new ListRecipe(issuer).valid(from, to).pem();
	}

}

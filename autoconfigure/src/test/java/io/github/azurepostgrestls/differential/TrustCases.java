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

import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import io.github.azurepostgrestls.test.ServerCertificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What is trusted.
 *
 * @author the azure-postgres-tls contributors
 */
final class TrustCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private static final String ONLY_ROOTS = "Anything but a root as a trusted certificate";

	private TrustCases() {
	}

	static Stream<Case> all() {
		Holder other = Certificates.root("Root B").selfSigned();
		Holder server = Certificates.server(Case.HOST).by(INTERMEDIATE);
		ServerCertificate presented = server.presenting(INTERMEDIATE);
		Holder namesake = new Recipe("CN=Root A", Certificates.key("RSA 2048", "namesake")).authority().selfSigned();
		Holder selfSigned = Certificates.server(Case.HOST).selfSigned();
		Holder selfSignedAuthority = Certificates.root("Root C")
			.named(new GeneralName(GeneralName.dNSName, Case.HOST))
			.usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)
			.selfSigned();
		return Stream.of(Case.accepted("the root", presented, ROOT), Case.refused("another root", presented, other),
				Case.accepted("the second of two roots", presented, other, ROOT),
				Case.accepted("the first of two roots", presented, ROOT, other),
				Case.refused("another root of the same name", presented, namesake),
				Case.refused("another root of the same name before the right one", presented, namesake, ROOT)
					.withPathThatPsqlDoesNotFind(Case.NAMESAKES),
				Case.accepted("another root of the same name after the right one", presented, ROOT, namesake),
				Case.refused("the intermediate alone", presented, INTERMEDIATE),
				Case.refused("the server's own certificate alone", presented, server),
				Case.refused("root and intermediate", server.presenting(), ROOT, INTERMEDIATE)
					.stricterThanPsql(ONLY_ROOTS),
				Case.refused("a self-signed certificate of the server, trusted", selfSigned.presenting(), selfSigned)
					.stricterThanPsql(ONLY_ROOTS),
				Case.refused("a self-signed certificate of the server", selfSigned.presenting(), ROOT),
				Case.accepted("a root that is the server itself", selfSignedAuthority.presenting(),
						selfSignedAuthority),
				Case.accepted("a text around the root", presented, ROOT)
					.roots("Our root:\n" + Case.pem(ROOT) + "That was our root.\n"),
				Case.refused("an empty file", presented).roots(""),
				Case.refused("a file without a certificate", presented).roots("nothing"));
	}

}

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

/**
 * Keys and signatures, weak and strong.
 *
 * @author the azure-postgres-tls contributors
 */
final class StrengthCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private StrengthCases() {
	}

	static Stream<Case> all() {
		return Stream.concat(keys(), signatures()).map(Case::withAnyStrength);
	}

	private static Stream<Case> keys() {
		Holder weakRoot = authority("Root", "RSA 1024").selfSigned();
		Holder weakIntermediate = authority("Intermediate", "RSA 1024").by(ROOT);
		Holder weakDsa = authority("Intermediate", "DSA 1024").by(ROOT);
		Holder weakDsaRoot = authority("Root", "DSA 1024").selfSigned();
		Holder ellipticRoot = authority("Root", "EC secp384r1").selfSigned();
		Holder ellipticIntermediate = authority("Intermediate", "EC secp384r1").by(ellipticRoot);
		return Stream.of(refuses("RSA 1024", server("RSA 1024")), accepts("RSA 3072", server("RSA 3072")),
				accepts("RSA 4096", server("RSA 4096")), accepts("P-256", server("EC secp256r1")),
				accepts("P-384", server("EC secp384r1")), accepts("P-521", server("EC secp521r1")),
				accepts("Ed25519", server("Ed25519")),
				refuses("RSA 2040", server("RSA 2040")).stricterThanPsql("RSA keys of a little less than 2048 bits"),
				refuses("RSA 1536", server("RSA 1536")),
				Case.refused("an intermediate with RSA 1024",
						server("RSA 2048").by(weakIntermediate).presenting(weakIntermediate), ROOT),
				Case.refused("an intermediate with DSA 1024", server("RSA 2048").by(weakDsa).presenting(weakDsa), ROOT),
				Case.refused("a root with DSA 1024", server("RSA 2048").by(weakDsaRoot).presenting(), weakDsaRoot),
				Case.refused("a root with RSA 1024", server("RSA 2048").by(weakRoot).presenting(), weakRoot),
				Case.accepted("P-384 from the root on",
						server("EC secp256r1").by(ellipticIntermediate).presenting(ellipticIntermediate),
						ellipticRoot));
	}

	private static Stream<Case> signatures() {
		Holder sha1Root = Certificates.root("Root A").signed("SHA1withRSA").selfSigned();
		Holder md5Root = Certificates.root("Root A").signed("MD5withRSA").selfSigned();
		Holder sha1Intermediate = Certificates.intermediate("Intermediate A").signed("SHA1withRSA").by(ROOT);
		Holder server = Certificates.server(Case.HOST).by(INTERMEDIATE);
		return Stream.of(refuses("a SHA-1 signature", Certificates.server(Case.HOST).signed("SHA1withRSA")),
				Case.refused("an intermediate with a SHA-1 signature", server.presenting(sha1Intermediate), ROOT),
				Case.accepted("a root with a SHA-1 signature", server.presenting(INTERMEDIATE), sha1Root),
				Case.accepted("a root with a SHA-1 signature, which is sent too",
						server.presenting(INTERMEDIATE, sha1Root), sha1Root),
				Case.accepted("a root with an MD5 signature", server.presenting(INTERMEDIATE), md5Root),
				accepts("a SHA-384 signature", Certificates.server(Case.HOST).signed("SHA384withRSA")),
				accepts("a SHA-512 signature", Certificates.server(Case.HOST).signed("SHA512withRSA")),
				accepts("an RSA-PSS signature", Certificates.server(Case.HOST).signed("SHA256withRSAandMGF1")),
				refuses("an RSA-PSS signature with SHA-1", Certificates.server(Case.HOST).signed("SHA1withRSAandMGF1")),
				Case.refused("an intermediate with an RSA-PSS signature with SHA-1",
						server.presenting(
								Certificates.intermediate("Intermediate A").signed("SHA1withRSAandMGF1").by(ROOT)),
						ROOT));
	}

	private static Recipe authority(String name, String key) {
		return new Recipe("CN=%s %s".formatted(name, key), Certificates.key(key, name)).authority();
	}

	private static Recipe server(String key) {
		return new Recipe("CN=server", Certificates.key(key, "server")).server(Case.HOST);
	}

	private static Case accepts(String name, Recipe server) {
		return Case.accepted(name, server.by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT);
	}

	private static Case refuses(String name, Recipe server) {
		return Case.refused(name, server.by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT);
	}

}

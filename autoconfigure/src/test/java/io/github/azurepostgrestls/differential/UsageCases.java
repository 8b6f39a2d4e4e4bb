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
import io.github.azurepostgrestls.test.ServerCertificate;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What certificates may be used for.
 *
 * @author the azure-postgres-tls contributors
 */
final class UsageCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private UsageCases() {
	}

	static Stream<Case> all() {
		return Stream.concat(servers(), authorities());
	}

	private static Stream<Case> servers() {
		return Stream.of(
				accepts("no extended key usage", Certificates.server(Case.HOST).without(Extension.extendedKeyUsage)),
				refuses("extended key usage for clients only",
						Certificates.server(Case.HOST).purpose(KeyPurposeId.id_kp_clientAuth)),
				refuses("any extended key usage",
						Certificates.server(Case.HOST).purpose(KeyPurposeId.anyExtendedKeyUsage)),
				refuses("extended key usage for code",
						Certificates.server(Case.HOST).purpose(KeyPurposeId.id_kp_codeSigning)),
				accepts("no key usage", Certificates.server(Case.HOST).without(Extension.keyUsage)),
				accepts("key usage for signatures", Certificates.server(Case.HOST).usage(KeyUsage.digitalSignature)),
				refuses("key usage for certificates only", Certificates.server(Case.HOST).usage(KeyUsage.keyCertSign)),
				refuses("key usage for encipherment only",
						Certificates.server(Case.HOST).usage(KeyUsage.keyEncipherment))
					.stricterThanPsql("A key usage without digitalSignature"),
				accepts("extended key usage for servers and clients", Certificates.server(Case.HOST)
					.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
							new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth }))),
				refuses("critical extended key usage for clients only", Certificates.server(Case.HOST)
					.with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))),
				accepts("critical extended key usage for servers", Certificates.server(Case.HOST)
					.with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))),
				refuses("an empty key usage", Certificates.server(Case.HOST).usage(0)),
				refuses("key usage for key agreement only", Certificates.server(Case.HOST).usage(KeyUsage.keyAgreement))
					.stricterThanPsql("A key usage without digitalSignature"),
				accepts("a server of version 1", Certificates.server().subject("CN=" + Case.HOST).version1()),
				accepts("a server that is an authority too", Certificates.server(Case.HOST)
					.with(Extension.basicConstraints, true, new BasicConstraints(true))));
	}

	private static Stream<Case> authorities() {
		Holder rootForClients = Certificates.root("For clients").purpose(KeyPurposeId.id_kp_clientAuth).selfSigned();
		Holder rootForServers = Certificates.root("For servers").purpose(KeyPurposeId.id_kp_serverAuth).selfSigned();
		Holder rootWithoutSign = Certificates.root("No sign").usage(KeyUsage.cRLSign).selfSigned();
		Holder version1 = Certificates.root("Version 1")
			.valid(Duration.ofDays(-9), Duration.ofDays(900))
			.version1()
			.selfSigned();
		Holder withoutConstraints = Certificates.root("No constraints")
			.without(Extension.basicConstraints)
			.selfSigned();
		Holder noAuthorityRoot = Certificates.root("No authority")
			.with(Extension.basicConstraints, true, new BasicConstraints(false))
			.selfSigned();
		return Stream.of(
				below("an intermediate for clients only",
						Certificates.intermediate("Intermediate A").purpose(KeyPurposeId.id_kp_clientAuth), false),
				below("an intermediate for any purpose",
						Certificates.intermediate("Intermediate A").purpose(KeyPurposeId.anyExtendedKeyUsage), false),
				below("an intermediate for servers",
						Certificates.intermediate("Intermediate A").purpose(KeyPurposeId.id_kp_serverAuth), true),
				below("an intermediate that is no authority",
						Certificates.intermediate("Intermediate A")
							.with(Extension.basicConstraints, true, new BasicConstraints(false)),
						false),
				below("an intermediate without basic constraints",
						Certificates.intermediate("Intermediate A").without(Extension.basicConstraints), false),
				below("an intermediate that may not sign certificates",
						Certificates.intermediate("Intermediate A").usage(KeyUsage.cRLSign), false),
				below("an intermediate without key usage",
						Certificates.intermediate("Intermediate A").without(Extension.keyUsage), true),
				below("an intermediate of version 1", Certificates.intermediate("Intermediate A").version1(), false),
				Case.refused("a root for clients only", issuedBy(rootForClients), rootForClients),
				Case.accepted("a root for servers", issuedBy(rootForServers), rootForServers),
				Case.refused("a root that may not sign certificates", issuedBy(rootWithoutSign), rootWithoutSign),
				Case.accepted("a root of version 1", issuedBy(version1), version1),
				Case.refused("a root without basic constraints", issuedBy(withoutConstraints), withoutConstraints)
					.stricterThanPsql("Anything but a root as a trusted certificate"),
				Case.refused("a root that is no authority", issuedBy(noAuthorityRoot), noAuthorityRoot));
	}

	private static Case below(String name, Recipe intermediate, boolean accepted) {
		Holder issuer = intermediate.by(ROOT);
		return accepted ? Case.accepted(name, Certificates.server(Case.HOST).by(issuer).presenting(issuer), ROOT)
				: Case.refused(name, Certificates.server(Case.HOST).by(issuer).presenting(issuer), ROOT);
	}

	private static ServerCertificate issuedBy(Holder root) {
		return Certificates.server(Case.HOST).by(root).presenting();
	}

	private static Case accepts(String name, Recipe server) {
		return Case.accepted(name, server.by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT);
	}

	private static Case refuses(String name, Recipe server) {
		return Case.refused(name, server.by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT);
	}

}

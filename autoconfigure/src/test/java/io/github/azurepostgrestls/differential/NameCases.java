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
import io.github.azurepostgrestls.test.AzureHosts;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Names in the certificate and in the URL.
 *
 * @author the azure-postgres-tls contributors
 */
final class NameCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private NameCases() {
	}

	static Stream<Case> all() {
		return Stream.concat(hostNames(), Stream.concat(wildcards(), Stream.concat(commonNames(), addresses())));
	}

	private static Stream<Case> hostNames() {
		return Stream.of(accepts("the same name", Case.HOST, Case.HOST),
				refuses("another name", Case.HOST, AzureHosts.OTHER_SERVER),
				accepts("one of several names", Case.HOST, AzureHosts.OTHER_SERVER, Case.HOST),
				accepts("a name in capitals", Case.HOST, "MyDemoServer.Postgres.Database.Azure.COM"),
				refuses("only the end of the name", Case.HOST, "postgres.database.azure.com"),
				refuses("a name with a leading dot", Case.HOST, ".postgres.database.azure.com"),
				refuses("a longer name", Case.HOST, Case.HOST + ".example.com"),
				refuses("a name that ends with NUL and something else", Case.HOST, Case.HOST + "\0.example.com"),
				refuses("the same name with a dot at its end", Case.HOST + ".", Case.HOST),
				refuses("an alias", AzureHosts.PRIVATE_ALIAS, Case.HOST), refuses("an empty name", Case.HOST, ""),
				Case.refused("the name as a URI",
						server().named(new GeneralName(GeneralName.uniformResourceIdentifier, "https://" + Case.HOST))
							.by(INTERMEDIATE)
							.presenting(INTERMEDIATE),
						ROOT),
				Case.refused("the name as an e-mail address",
						server().named(new GeneralName(GeneralName.rfc822Name, Case.HOST))
							.by(INTERMEDIATE)
							.presenting(INTERMEDIATE),
						ROOT));
	}

	private static Stream<Case> wildcards() {
		return Stream.of(accepts("a wildcard for the first label", Case.HOST, "*.postgres.database.azure.com"),
				refuses("a wildcard for two labels", AzureHosts.WRITER, "*.postgres.database.azure.com"),
				refuses("a wildcard in the midst", Case.HOST, "mydemoserver.*.database.azure.com"),
				refuses("a wildcard for a part of a label", Case.HOST, "mydemo*.postgres.database.azure.com"),
				refuses("a wildcard for the end of a label", Case.HOST, "*server.postgres.database.azure.com"),
				refuses("a wildcard alone", Case.HOST, "*"),
				refuses("two wildcards", Case.HOST, "*.*.database.azure.com"));
	}

	private static Stream<Case> commonNames() {
		return Stream
			.of(Case.accepted("the common name without any other", server().subject("CN=" + Case.HOST)
				.by(INTERMEDIATE)
				.presenting(INTERMEDIATE), ROOT),
					Case.refused("another common name without any other",
							server().subject("CN=" + AzureHosts.OTHER_SERVER).by(INTERMEDIATE).presenting(INTERMEDIATE),
							ROOT),
					Case.accepted("the common name beside an address",
							server("127.0.0.1").subject("CN=" + Case.HOST).by(INTERMEDIATE).presenting(INTERMEDIATE),
							ROOT),
					Case.refused("the common name beside another name",
							server(AzureHosts.OTHER_SERVER).subject("CN=" + Case.HOST)
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.accepted("a common name with a wildcard",
							server().subject("CN=*.postgres.database.azure.com")
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("a common name with a wildcard for the end of a label",
							server().subject("CN=*server.postgres.database.azure.com")
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("a common name with NUL",
							server().subject("CN=" + Case.HOST + "\0.example.com")
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("another common name before the right one",
							server().subject("CN=" + AzureHosts.OTHER_SERVER + ",CN=" + Case.HOST)
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("another common name after the right one",
							server().subject("CN=" + Case.HOST + ",CN=" + AzureHosts.OTHER_SERVER)
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT)
						.stricterThanPsql("Several common names and no DNS name"),
					Case.refused("a name with NUL before the right one",
							server()
								.named(new GeneralName(GeneralName.dNSName, "a\0.example.com"),
										new GeneralName(GeneralName.dNSName, Case.HOST))
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.accepted(
							"a name with NUL after the right one",
							server()
								.named(new GeneralName(GeneralName.dNSName, Case.HOST),
										new GeneralName(GeneralName.dNSName, "a\0.example.com"))
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("the common name beside a malformed address", server().subject("CN=" + Case.HOST)
						.named(new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[] { 1, 2, 3 })))
						.by(INTERMEDIATE)
						.presenting(INTERMEDIATE), ROOT),
					Case.accepted("no subject, and a critical name",
							server().subject("")
								.with(Extension.subjectAlternativeName, true,
										new GeneralNames(new GeneralName(GeneralName.dNSName, Case.HOST)))
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT),
					Case.refused("no name at all",
							server().subject("O=nobody").by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT));
	}

	private static Stream<Case> addresses() {
		return Stream.of(accepts("an IPv4 address", "127.0.0.1", "127.0.0.1"),
				refuses("another IPv4 address", "127.0.0.1", "127.0.0.2"), accepts("an IPv6 address", "::1", "::1"),
				refuses("a name for an address", "127.0.0.1", Case.HOST),
				refuses("an address for a name", Case.HOST, "127.0.0.1"), Case
					.refused("an address as a DNS name",
							server().named(new GeneralName(GeneralName.dNSName, "127.0.0.1"))
								.by(INTERMEDIATE)
								.presenting(INTERMEDIATE),
							ROOT)
					.host("127.0.0.1")
					.stricterThanPsql("An IP address as a DNS name or common name"),
				Case.refused("an address as the common name",
						server().subject("CN=127.0.0.1").by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT)
					.host("127.0.0.1")
					.stricterThanPsql("An IP address as a DNS name or common name"));
	}

	private static Case accepts(String name, String host, String... names) {
		return Case.accepted(name, server(names).by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT).host(host);
	}

	private static Case refuses(String name, String host, String... names) {
		return Case.refused(name, server(names).by(INTERMEDIATE).presenting(INTERMEDIATE), ROOT).host(host);
	}

	private static Recipe server(String... names) {
		return Certificates.server(names);
	}

}

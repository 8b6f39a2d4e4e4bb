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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.azurepostgrestls.differential.Certificates.Holder;
import io.github.azurepostgrestls.test.ServerCertificate;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.util.io.pem.PemObject;

import org.springframework.util.Assert;
import org.springframework.util.function.ThrowingSupplier;

/**
 * TLS versions and cipher suites and key exchanges.
 *
 * @author the azure-postgres-tls contributors
 */
final class ProtocolCases {

	private static final Holder ROOT = Certificates.root("Root A").selfSigned();

	private static final Holder INTERMEDIATE = Certificates.intermediate("Intermediate A").by(ROOT);

	private static final String MINIMUM = "ssl_min_protocol_version";

	private static final String MAXIMUM = "ssl_max_protocol_version";

	private static final String CIPHERS = "ssl_ciphers";

	private ProtocolCases() {
	}

	static Stream<Case> all() {
		ServerCertificate presented = Certificates.server(Case.HOST).by(INTERMEDIATE).presenting(INTERMEDIATE);
		Case accepted = Case.accepted("", presented, ROOT);
		Case refused = Case.refused("", presented, ROOT);
		return Stream.of(
				refused.named("TLS 1.0 at most")
					.withAnyStrength()
					.server(MINIMUM, "'TLSv1'")
					.server(MAXIMUM, "'TLSv1'"),
				refused.named("TLS 1.1 at most")
					.withAnyStrength()
					.server(MINIMUM, "'TLSv1'")
					.server(MAXIMUM, "'TLSv1.1'"),
				accepted.named("TLS 1.2 at most").server(MAXIMUM, "'TLSv1.2'"),
				accepted.named("TLS 1.3 at least").server(MINIMUM, "'TLSv1.3'"),
				refused.named("TLS 1.2 at most, and 1.3 demanded")
					.server(MAXIMUM, "'TLSv1.2'")
					.minimumProtocol("TLSv1.3"),
				accepted.named("TLS 1.3 demanded").minimumProtocol("TLSv1.3"),
				accepted.named("ECDHE with AES-GCM")
					.server(MAXIMUM, "'TLSv1.2'")
					.server(CIPHERS, "'ECDHE-RSA-AES256-GCM-SHA384'"),
				refused.named("a cipher without encryption")
					.server(MAXIMUM, "'TLSv1.2'")
					.server(CIPHERS, "'NULL-SHA256:@SECLEVEL=0'"),
				refused.named("a cipher without authentication")
					.server(MAXIMUM, "'TLSv1.2'")
					.server(CIPHERS, "'ADH-AES256-GCM-SHA384:@SECLEVEL=0'"),
				refused.named("ARIA").server(MAXIMUM, "'TLSv1.2'").server(CIPHERS, "'ECDHE-ARIA256-GCM-SHA384'"),
				diffieHellman(accepted.named("Diffie-Hellman of 2048 bits"), DHStandardGroups.rfc3526_2048),
				diffieHellman(refused.named("Diffie-Hellman of 1536 bits"), DHStandardGroups.rfc3526_1536),
				diffieHellman(refused.named("Diffie-Hellman of 1024 bits"), DHStandardGroups.rfc2409_1024));
	}

	private static Case diffieHellman(Case attempt, DHParameters group) {
		return attempt.server(MAXIMUM, "'TLSv1.2'")
			.server(CIPHERS, "'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0'")
			.server("ssl_dh_params_file", "'%s'".formatted(write(group)));
	}

	// PKCS #3, as openssl dhparam writes it
	private static Path write(DHParameters group) {
		return ThrowingSupplier.of(() -> {
			byte[] parameters = new DHParameter(group.getP(), group.getG(), 0).getEncoded();
			Path file = Files.writeString(Files.createTempFile("dh", ".pem"),
					Pem.of(new PemObject("DH PARAMETERS", parameters)));
			file.toFile().deleteOnExit();
			// The server may run as another user
			Assert.state(file.toFile().setReadable(true, false), "The server can't read its parameters");
			return file;
		}).get();
	}

}

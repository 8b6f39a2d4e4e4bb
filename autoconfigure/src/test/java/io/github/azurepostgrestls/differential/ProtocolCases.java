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
import io.github.azurepostgrestls.testserver.ServerCertificate;

/**
 * TLS versions and cipher suites.
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
		return Stream.of(refused.named("TLS 1.0 at most").server(MINIMUM, "'TLSv1'").server(MAXIMUM, "'TLSv1'"),
				refused.named("TLS 1.1 at most").server(MINIMUM, "'TLSv1'").server(MAXIMUM, "'TLSv1.1'"),
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
				refused.named("ARIA").server(MAXIMUM, "'TLSv1.2'").server(CIPHERS, "'ECDHE-ARIA256-GCM-SHA384'"));
	}

}

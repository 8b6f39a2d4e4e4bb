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

package io.github.azurepostgrestls.adversary;

import java.time.Duration;
import java.time.Instant;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;

/**
 * The certificates that servers present, with or without the matching key.
 *
 * @author the azure-postgres-tls contributors
 */
final class RogueCertificates {

	/** The authority that the application trusts. */
	static final TestCertificateAuthority TRUSTED = TestCertificateAuthority.azureLike();

	/** The genuine server's. */
	static final ServerCertificate GENUINE = TRUSTED.issue(AzureHosts.SERVER);

	/** Another server's of the same authority. */
	static final ServerCertificate OTHER_NAME = TRUSTED.issue(AzureHosts.OTHER_SERVER);

	static final ServerCertificate EXPIRED = TRUSTED
		.issue((certificate) -> certificate.notBefore(Instant.now().minus(Duration.ofDays(60)))
			.notAfter(Instant.now().minus(Duration.ofDays(30))), AzureHosts.SERVER);

	static final ServerCertificate NOT_YET_VALID = TRUSTED
		.issue((certificate) -> certificate.notBefore(Instant.now().plus(Duration.ofDays(30))), AzureHosts.SERVER);

	/** A certificate for the right name from an unknown authority. */
	static final ServerCertificate UNTRUSTED = TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER);

	/**
	 * The genuine certificates with a key that does not match, as anybody can present
	 * them.
	 */
	static final ServerCertificate REPLAYED = new ServerCertificate(GENUINE.chain(), GENUINE.root(),
			UNTRUSTED.keyPair());

	private RogueCertificates() {
	}

}

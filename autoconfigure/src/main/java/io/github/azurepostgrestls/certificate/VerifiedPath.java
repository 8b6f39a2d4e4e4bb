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

package io.github.azurepostgrestls.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

import org.springframework.util.Assert;

/**
 * A certification path that was verified (RFC 5280, section 6).
 *
 * @param certificates the server's certificate first, the trust anchor last
 * @author the azure-postgres-tls contributors
 */
public record VerifiedPath(List<X509Certificate> certificates) {

	/**
	 * Create a new {@link VerifiedPath} instance.
	 */
	public VerifiedPath {
		Assert.notEmpty(certificates, "'certificates' must not be empty");
		certificates = List.copyOf(certificates);
	}

	/**
	 * Return the certificates below the root.
	 * @return the server's certificate first; empty if the root itself is the server's
	 */
	List<X509Certificate> belowTrustAnchor() {
		return this.certificates.subList(0, this.certificates.size() - 1);
	}

	/**
	 * Return the root that the path ends in.
	 * @return the trust anchor
	 */
	public X509Certificate trustAnchor() {
		return this.certificates.get(this.certificates.size() - 1);
	}

}

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

package io.github.azurepostgrestls.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * One trusted root and where it was found.
 *
 * @param certificate the self-issued certificate
 * @param source the location it was loaded from, as a person would write it
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public record RootCertificate(X509Certificate certificate, String source) {

	/**
	 * Return the name of the root.
	 * @return the subject as an RFC 2253 name
	 */
	public String name() {
		return this.certificate.getSubjectX500Principal().getName();
	}

	/**
	 * Return whether this root may be used at a point in time. JSSE doesn't ask this of a
	 * trust anchor (RFC 5280 leaves it to the application), libpq does.
	 * @param instant the point in time
	 * @return whether it lies within the validity of the certificate
	 */
	public boolean isValidAt(Instant instant) {
		return !instant.isBefore(this.certificate.getNotBefore().toInstant())
				&& !instant.isAfter(this.certificate.getNotAfter().toInstant());
	}

}

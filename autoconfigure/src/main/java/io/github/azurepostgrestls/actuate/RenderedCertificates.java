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

package io.github.azurepostgrestls.actuate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Describes certificates, each once: to decode names and to digest takes longer than all
 * else that is shown.
 *
 * @author the azure-postgres-tls contributors
 */
final class RenderedCertificates {

	private static final int CAPACITY = 100;

	private final Map<X509Certificate, CertificateDetails> rendered = new ConcurrentHashMap<>();

	CertificateDetails of(X509Certificate certificate, Instant now) {
		if (this.rendered.size() > CAPACITY) {
			this.rendered.clear();
		}
		return this.rendered.computeIfAbsent(certificate, (key) -> CertificateDetails.of(key, now)).at(now);
	}

	List<CertificateDetails> of(List<X509Certificate> certificates, Instant now) {
		return certificates.stream().map((certificate) -> of(certificate, now)).toList();
	}

}

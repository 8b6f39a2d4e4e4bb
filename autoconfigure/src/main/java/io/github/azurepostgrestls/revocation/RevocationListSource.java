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

package io.github.azurepostgrestls.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * A revocation list at an address that a certificate names.
 *
 * @param address its address
 * @author the azure-postgres-tls contributors
 */
record RevocationListSource(URI address) implements RevocationSource {

	// In memory a list takes some twelve times as much, before its signature can be
	// verified
	private static final int MAXIMUM_SIZE = 4 * 1024 * 1024;

	// As the JDK has it for the responses of OCSP
	private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

	/**
	 * Return the lists that a certificate names.
	 * @param certificate the certificate
	 * @return the lists in their order, empty if it names none
	 */
	static List<RevocationListSource> of(X509Certificate certificate) {
		return DistributionPoint.of(certificate)
			.stream()
			.filter((point) -> !point.indirect())
			.flatMap((point) -> point.addresses().stream())
			.distinct()
			.map(RevocationListSource::new)
			.toList();
	}

	@Override
	public RevocationAnswer ask(RevocationQuestion question, Duration limit)
			throws IOException, GeneralSecurityException {
		return judge(question, HttpRequest.get(this.address).send(MAXIMUM_SIZE, limit));
	}

	// One at a time, so that the lists of several certificates don't add up in memory
	private static synchronized RevocationAnswer judge(RevocationQuestion question, byte[] list)
			throws GeneralSecurityException {
		CertificateFactory factory = CertificateFactory.getInstance("X.509");
		X509CRL parsed = (X509CRL) factory.generateCRL(new ByteArrayInputStream(list));
		return new CertificateRevocationLists(List.of(parsed)).answer(question, CLOCK_SKEW);
	}

}

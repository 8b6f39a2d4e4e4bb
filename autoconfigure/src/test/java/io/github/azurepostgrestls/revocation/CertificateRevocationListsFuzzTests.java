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
import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.trust.RootCertificatesFuzzTests.BytesLoader;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a file of revocation lists holds, it is loaded or refused with the error that
 * names the property; and what was loaded can be asked.
 *
 * @author the azure-postgres-tls contributors
 */
class CertificateRevocationListsFuzzTests {

	private static final String PROPERTY = "azure.postgres.tls.revocation.crl-locations";

	// The authority of the kept lists
	private static X509Certificate issuer;

	@BeforeAll
	static void readIssuer() throws Exception {
		try (InputStream in = CertificateRevocationListsFuzzTests.class
			.getResourceAsStream("CertificateRevocationListsFuzzTestsInputs/loadsListsOrRefusesThem/issuer.pem")) {
			issuer = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(in.readAllBytes()));
		}
	}

	@FuzzTest
	void loadsListsOrRefusesThem(byte[] content) {
		try {
			List<Location> locations = Location.listOf(PROPERTY, List.of("classpath:lists"), 1,
					new BytesLoader(content));
			CertificateRevocationLists lists = CertificateRevocationLists.load(locations);
			lists.findEntry(issuer, issuer);
		}
		catch (InvalidTlsConfigurationException ex) {
			assertThat(ex.getMessage()).contains(PROPERTY);
		}
	}

}

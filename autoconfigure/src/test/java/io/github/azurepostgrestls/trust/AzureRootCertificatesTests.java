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

import java.io.InputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.revocation.RevocationCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The bundled roots against what DigiCert and Microsoft publish, and against Azure's own
 * intermediate certificates.
 *
 * @author the azure-postgres-tls contributors
 */
class AzureRootCertificatesTests {

	private static final String MICROSOFT_TLS_RSA_ROOT_G2 = "classpath:azure-postgres-tls/microsoft-tls-rsa-root-g2.pem";

	private final X509Certificate issuingCa = certificate("azure/microsoft-tls-g2-rsa-ca-ocsp-02.pem");

	private final X509Certificate crossSign = certificate(
			"azure/microsoft-tls-rsa-root-g2-cross-signed-by-digicert-g2.pem");

	// The published SHA-256 fingerprints:
	// https://www.digicert.com/kb/digicert-root-certificates.htm and
	// https://learn.microsoft.com/azure/security/fundamentals/azure-certificate-authority-details
	@ParameterizedTest
	@CsvSource({ "digicert-global-root-g2.pem,CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F",
			"microsoft-rsa-root-ca-2017.pem,C741F70F4B2A8D88BF2E71C14122EF53EF10EBA0CFA5E64CFA20F418853073E0",
			"digicert-global-root-ca.pem,4348A0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161",
			"microsoft-tls-rsa-root-g2.pem,6A170583DB584151E1C454EECA2A64CC5D8E484A5BD1156E720B4458654EE9E5" })
	void isThePublishedCertificate(String file, String fingerprint) throws Exception {
		byte[] encoded = certificate("azure-postgres-tls/" + file).getEncoded();
		assertThat(HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)))
			.isEqualTo(fingerprint);
	}

	@Test
	void areTrustedWithoutAnyConfiguration() {
		assertThat(load().asList()).extracting(RootCertificate::name)
			.containsExactly("CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US",
					"CN=Microsoft RSA Root Certificate Authority 2017,O=Microsoft Corporation,C=US",
					"CN=DigiCert Global Root CA,OU=www.digicert.com,O=DigiCert Inc,C=US");
	}

	@Test
	void verifyAzuresIntermediateThroughItsCrossSign() throws Exception {
		VerifiedPath path = trustIn(load()).buildPath(this.issuingCa, this.crossSign);
		assertThat(path.certificates()).startsWith(this.issuingCa, this.crossSign).hasSize(3);
		assertThat(path.trustAnchor()).isEqualTo(certificate("azure-postgres-tls/digicert-global-root-g2.pem"));
	}

	@ParameterizedTest
	@CsvSource({ "microsoft-rsa-root-ca-2017.pem", "digicert-global-root-ca.pem" })
	void otherRootsAloneDoNotVerifyAzuresIntermediate(String file) {
		ServerTrust trust = trustIn(load("classpath:azure-postgres-tls/" + file));
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trust.buildPath(this.issuingCa, this.crossSign));
	}

	@Test
	void doNotVerifyAzuresIntermediateWithoutItsCrossSign() {
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> trustIn(load()).buildPath(this.issuingCa));
	}

	@Test
	void theExtraRootVerifiesAzuresIntermediateWithoutItsCrossSign() throws Exception {
		VerifiedPath path = trustIn(load("azure", MICROSOFT_TLS_RSA_ROOT_G2)).buildPath(this.issuingCa);
		assertThat(path.trustAnchor().getSubjectX500Principal().getName())
			.isEqualTo("CN=Microsoft TLS RSA Root G2,O=Microsoft Corporation,C=US");
	}

	private static ServerTrust trustIn(RootCertificates roots) {
		return new ServerTrust(roots, RevocationCheck.NONE, InstantSource.system());
	}

	private static RootCertificates load(String... locations) {
		return RootCertificates.load("azure.postgres.tls.root-certificates", List.of(locations),
				new DefaultResourceLoader());
	}

	private static X509Certificate certificate(String resource) {
		try (InputStream in = new ClassPathResource(resource).getInputStream()) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
		}
		catch (Exception ex) {
			throw new IllegalStateException(resource, ex);
		}
	}

}

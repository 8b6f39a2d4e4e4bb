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

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azurepostgrestls.revocation.RevocationAnswer.State;

/**
 * An OCSP responder that a certificate names. What it says is judged by the JDK, which is
 * given the response and so doesn't fetch one itself.
 *
 * @param address its address
 * @author the azure-postgres-tls contributors
 */
record OcspSource(URI address) implements RevocationSource {

	private static final int MAXIMUM_SIZE = 64 * 1024;

	// authorityInfoAccess (RFC 5280, 4.2.2.1) and its access method id-ad-ocsp
	private static final String EXTENSION = "1.3.6.1.5.5.7.1.1";

	private static final String OCSP = "1.3.6.1.5.5.7.48.1";

	/**
	 * Return the responders that a certificate names.
	 * @param certificate the certificate
	 * @return the responders in their order, empty if it names none
	 */
	static List<OcspSource> of(X509Certificate certificate) {
		Asn1Value extension = Asn1Value.ofExtension(certificate, EXTENSION);
		return (extension != null) ? extension.parts()
			.stream()
			.filter((access) -> access.part(0).objectIdentifier().equals(OCSP))
			.flatMap((access) -> HttpAddress.of(access.part(1)).stream())
			.map(OcspSource::new)
			.toList() : List.of();
	}

	@Override
	public RevocationAnswer ask(RevocationQuestion question, Duration limit)
			throws IOException, GeneralSecurityException {
		byte[] request = OcspRequest.of(question.certificate(), question.issuer());
		byte[] response = HttpRequest.post(this.address, "application/ocsp-request", request).send(MAXIMUM_SIZE, limit);
		return judge(question, response);
	}

	private static RevocationAnswer judge(RevocationQuestion question, byte[] response)
			throws GeneralSecurityException {
		try {
			validate(question, response);
			return RevocationAnswer.good(OcspResponse.nextUpdate(response));
		}
		catch (CertPathValidatorException ex) {
			if (ex.getReason() != BasicReason.REVOKED) {
				throw ex;
			}
			return (ex.getCause() instanceof CertificateRevokedException revoked)
					? RevocationAnswer.revoked(revoked.getRevocationDate(), revoked.getRevocationReason(), ex)
					: new RevocationAnswer(State.REVOKED, "revoked", ex, null);
		}
	}

	// Below its issuer as the anchor, so that the certificate has its own answer
	private static void validate(RevocationQuestion question, byte[] response) throws GeneralSecurityException {
		CertPathValidator validator = CertPathValidator.getInstance("PKIX");
		PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
		checker.setOptions(Set.of(Option.NO_FALLBACK));
		checker.setOcspResponses(Map.of(question.certificate(), response));
		PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(question.issuer(), null)));
		parameters.setDate(Date.from(question.askedAt()));
		parameters.addCertPathChecker(checker);
		validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(question.certificate())),
				parameters);
	}

}

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

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A place that a certificate names for the revocation list of its authority (RFC 5280,
 * 4.2.1.13).
 *
 * @param names its names, empty where it has none but relative to its authority
 * @param addresses those that are addresses on the network
 * @param partial whether its list is only about some reasons for a revocation
 * @param indirect whether another authority signs its list
 * @author the azure-postgres-tls contributors
 */
record DistributionPoint(Set<String> names, List<URI> addresses, boolean partial, boolean indirect) {

	private static final String EXTENSION = "2.5.29.31";

	/**
	 * Return the distribution points of a certificate.
	 * @param certificate the certificate
	 * @return the distribution points in their order, empty if it names none
	 */
	static List<DistributionPoint> of(X509Certificate certificate) {
		Asn1Value extension = Asn1Value.ofExtension(certificate, EXTENSION);
		return (extension != null) ? extension.parts().stream().map(DistributionPoint::of).toList() : List.of();
	}

	private static DistributionPoint of(Asn1Value point) {
		List<Asn1Value> names = point.tagged(0).map(DistributionPoint::fullName).orElse(List.of());
		return new DistributionPoint(names.stream().map(DistributionPoint::identity).collect(Collectors.toSet()),
				names.stream().flatMap((name) -> HttpAddress.of(name).stream()).toList(), point.tagged(1).isPresent(),
				point.tagged(2).isPresent());
	}

	/**
	 * Return the names of a distribution point.
	 * @param distributionPointName the value
	 * @return its full name, empty if it is relative
	 */
	static List<Asn1Value> fullName(Asn1Value distributionPointName) {
		return distributionPointName.tagged(0).map(Asn1Value::parts).orElse(List.of());
	}

	/**
	 * Return what two equal names have in common.
	 * @param generalName the name
	 * @return its type and its bytes
	 */
	static String identity(Asn1Value generalName) {
		return generalName.tag() + ":" + Base64.getEncoder().encodeToString(generalName.bytes());
	}

}

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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.Stream;

import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

/**
 * The rows of the meters that come and go with the connections of a DataSource.
 *
 * @author the azure-postgres-tls contributors
 */
final class MeterRows {

	private MeterRows() {
	}

	static Stream<Row<?>> connections(SecuredDataSource dataSource) {
		ConnectionObservation observation = dataSource.observation();
		return observation.liveSessions()
			.stream()
			.map((group) -> tags(dataSource, group))
			.distinct()
			.map((tags) -> Row.of(tags,
					() -> observation.liveSessions()
						.stream()
						.filter((group) -> tags(dataSource, group).equals(tags))
						.mapToInt(SessionGroup::connections)
						.sum()));
	}

	private static Tags tags(SecuredDataSource dataSource, SessionGroup group) {
		return tags(dataSource, group.newest().server())
			.and(Tags.of("protocol", group.newest().protocol(), "cipher", group.newest().cipherSuite()));
	}

	static Tags tags(SecuredDataSource dataSource, ServerAddress server) {
		return Tags.of("name", dataSource.name(), "server", dataSource.nameOf(server));
	}

	// Not a number once no live connection rests on the certificate, until the row
	// vanishes
	static Stream<Row<?>> chains(SecuredDataSource dataSource) {
		return expiries(dataSource).map((expiry) -> Row.of(expiry.tags(),
				() -> expiries(dataSource).anyMatch(expiry::equals) ? secondsLeft(expiry.certificate()) : Double.NaN));
	}

	private static Stream<Expiry> expiries(SecuredDataSource dataSource) {
		return dataSource.observation()
			.liveSessions()
			.stream()
			.map((group) -> Expiry.of(dataSource, group.newest()))
			.distinct();
	}

	static Stream<Row<?>> roots(SecuredDataSource dataSource) {
		return dataSource.roots()
			.stream()
			.map(RootCertificate::certificate)
			.map((root) -> Row.of(Tags.of("name", dataSource.name(), "certificate", serial(root), "subject",
					CertificateDetails.nameOf(root.getSubjectX500Principal())), () -> secondsLeft(root)));
	}

	private static double secondsLeft(X509Certificate certificate) {
		return Duration.between(Instant.now(), certificate.getNotAfter().toInstant()).toSeconds();
	}

	// As the meter ssl.chain.expiry of Spring Boot names a certificate
	private static String serial(X509Certificate certificate) {
		return CertificateDetails.serialNumberOf(certificate);
	}

	/**
	 * The end of the paths that rest on one certificate.
	 *
	 * @param tags what the paths have in common
	 * @param certificate the first of a path to expire
	 */
	private record Expiry(Tags tags, X509Certificate certificate) {

		private static Expiry of(SecuredDataSource dataSource, NegotiatedSession session) {
			X509Certificate first = Collections.min(session.path().certificates(),
					Comparator.comparing(X509Certificate::getNotAfter));
			return new Expiry(MeterRows.tags(dataSource, session.server()).and("certificate", serial(first)), first);
		}

	}

}

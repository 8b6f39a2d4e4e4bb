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

package io.github.azurepostgrestls.actuator;

import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.trust.Reloads;
import io.github.azurepostgrestls.trust.RootCertificate;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.wire.NegotiatedSession;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows what the live connections of one DataSource negotiated, with whom, and why the
 * newest attempt failed if it did. It asks the network only when no connection is alive.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class TlsHealthIndicator extends AbstractHealthIndicator {

	private final DataSource dataSource;

	private final ConnectionObservation observation;

	private final TrustSource trust;

	private final VerificationMode mode;

	private final Duration warningThreshold;

	/**
	 * Create a new {@link TlsHealthIndicator} instance.
	 * @param dataSource the DataSource to borrow a connection from when none is alive
	 * @param observation what was seen of its connections
	 * @param trust whom its connections believe
	 * @param mode what is verified
	 * @param warningThreshold the remaining validity below which a certificate is
	 * reported as expiring
	 */
	public TlsHealthIndicator(DataSource dataSource, ConnectionObservation observation, TrustSource trust,
			VerificationMode mode, Duration warningThreshold) {
		this.dataSource = dataSource;
		this.observation = observation;
		this.trust = trust;
		this.mode = mode;
		this.warningThreshold = warningThreshold;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<SessionGroup> sessions = this.observation.liveSessions();
		if (!sessions.isEmpty()) {
			report(builder, sessions);
			return;
		}
		try (Connection connection = this.dataSource.getConnection()) {
			report(builder, this.observation.liveSessions());
		}
		catch (SQLException | RuntimeException ex) {
			builder.withDetail("mode", this.mode.sslmode());
			reportDown(builder, Diagnosis.of(ex), Instant.now());
		}
	}

	private void report(Health.Builder builder, List<SessionGroup> sessions) {
		Instant now = Instant.now();
		builder.withDetail("mode", this.mode.sslmode());
		if (sessions.isEmpty()) {
			builder.unknown()
				.withDetail("reason", "NOT_OBSERVED")
				.withDetail("description",
						"The DataSource gave a connection that this application context didn't verify.");
			return;
		}
		builder.status(isAnyExpired(sessions, now) ? Status.OUT_OF_SERVICE : Status.UP)
			.withDetails(describe(sessions.get(0), now));
		if (sessions.size() > 1) {
			builder.withDetail("otherSessions",
					sessions.stream().skip(1).map((session) -> describe(session, now)).toList());
		}
		builder.withDetail("expiring", expiring(sessions, now));
		Reloads.Failure reloadFailure = this.trust.reloads().failure();
		if (reloadFailure != null) {
			builder.withDetail("reloadFailure", reloadFailure);
		}
		ObservedFailure failure = this.observation.openFailure();
		// That a server can't be reached says nothing of TLS
		if (failure != null && failure.diagnosis().reason() != FailureReason.CONNECTION_FAILED) {
			reportDown(builder, failure.diagnosis(), now);
		}
	}

	private static void reportDown(Health.Builder builder, Diagnosis diagnosis, Instant now) {
		builder.down()
			.withDetail("reason", diagnosis.reason())
			.withDetail("description", diagnosis.description())
			.withDetail("action", diagnosis.action());
		if (!diagnosis.presentedChain().isEmpty()) {
			builder.withDetail("presentedChain", describe(diagnosis.presentedChain(), now));
		}
	}

	private static Map<String, Object> describe(SessionGroup group, Instant now) {
		NegotiatedSession session = group.newest();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("host", session.host());
		details.put("port", session.port());
		if (!session.serverName().equals(session.host())) {
			details.put("serverName", session.serverName());
		}
		details.put("protocol", session.protocol());
		details.put("cipherSuite", session.cipherSuite());
		details.put("connections", group.connections());
		details.put("handshakeAt", session.handshakeAt());
		details.put("trustAnchor", session.path().trustAnchor().getSubjectX500Principal().getName());
		details.put("certificateChain", describe(session.path().certificates(), now));
		return details;
	}

	private static List<CertificateDetails> describe(List<X509Certificate> certificates, Instant now) {
		return certificates.stream().map((certificate) -> CertificateDetails.of(certificate, now)).toList();
	}

	private static boolean isAnyExpired(List<SessionGroup> sessions, Instant now) {
		return verifiedCertificates(sessions)
			.anyMatch((certificate) -> now.isAfter(certificate.getNotAfter().toInstant()));
	}

	private List<ExpiringCertificate> expiring(List<SessionGroup> sessions, Instant now) {
		List<X509Certificate> verified = verifiedCertificates(sessions).toList();
		Stream<X509Certificate> unused = this.trust.current()
			.trust()
			.roots()
			.asList()
			.stream()
			.map(RootCertificate::certificate)
			.filter((root) -> !verified.contains(root));
		Instant limit = now.plus(this.warningThreshold);
		return Stream
			.concat(verified.stream().map((certificate) -> ExpiringCertificate.of(certificate, false)),
					unused.map((root) -> ExpiringCertificate.of(root, true)))
			.filter((certificate) -> limit.isAfter(certificate.validityEnds()))
			.toList();
	}

	private static Stream<X509Certificate> verifiedCertificates(List<SessionGroup> sessions) {
		return sessions.stream().flatMap((session) -> session.newest().path().certificates().stream()).distinct();
	}

	/**
	 * A certificate that expires within the threshold.
	 *
	 * @param subject the subject as an RFC 2253 name
	 * @param validityEnds the last moment of the validity
	 * @param unused whether this is a trusted root that no live connection rests on
	 */
	public record ExpiringCertificate(String subject, Instant validityEnds, boolean unused) {

		private static ExpiringCertificate of(X509Certificate certificate, boolean unused) {
			return new ExpiringCertificate(certificate.getSubjectX500Principal().getName(),
					certificate.getNotAfter().toInstant(), unused);
		}

	}

}

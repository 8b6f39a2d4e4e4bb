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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Shows what the live connections of one DataSource negotiated, their servers, and why
 * the newest attempt failed if it did. Only when no connection is alive it borrows one,
 * within a limit of time.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TlsHealthIndicator extends AbstractHealthIndicator {

	private final SecuredDataSource secured;

	private final UnverifiedServers unverifiedServers;

	private final ConnectionLook look;

	private final LiveConnectionsHealth live;

	/**
	 * Create a new {@link TlsHealthIndicator} instance.
	 * @param borrower borrows a connection when none is alive
	 * @param secured the settings, trust and observation of the DataSource
	 * @param timeout how long to wait for a borrowed connection
	 * @param unverifiedServers the servers that the application connects to without
	 * verification
	 */
	public TlsHealthIndicator(ConnectionBorrower borrower, SecuredDataSource secured, Duration timeout,
			Supplier<Set<ServerAddress>> unverifiedServers) {
		this.secured = secured;
		this.unverifiedServers = new UnverifiedServers(unverifiedServers);
		this.look = new ConnectionLook(borrower, secured.observation(), timeout);
		this.live = new LiveConnectionsHealth(secured);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("mode", this.secured.settings().mode().sslmode());
		List<SessionGroup> sessions = this.secured.observation().liveSessions();
		if (!sessions.isEmpty()) {
			report(builder, sessions);
		}
		else {
			Instant asked = Instant.now();
			reportLook(builder, this.look.look(), asked);
		}
		this.unverifiedServers.addTo(builder);
	}

	private void reportLook(Health.Builder builder, ConnectionLook.@Nullable Result result, Instant asked) {
		ObservedFailure failure = failureOf(result);
		if (failure != null) {
			this.live.addFailure(builder, failure.diagnosis(), asked);
			reportAge(builder, (result != null && result.failure() != null) ? result.lookedAt() : failure.failedAt(),
					asked);
		}
		else if (this.look.isOverdue()) {
			this.live.addFailure(builder,
					new Diagnosis(FailureReason.CONNECTION_TIMED_OUT,
							"The %s gave no connection within %s.".formatted(this.secured.observation().bean().kind(),
									print(this.look.limit())),
							"The log says more when the attempt has ended; check that the server answers."),
					asked);
		}
		else if (result == null) {
			builder.unknown()
				.withDetail("reason", "NOT_OBSERVED")
				.withDetail("description", "The first connection is being opened.");
		}
		else {
			report(builder, result.sessions());
			reportAge(builder, result.lookedAt(), asked);
		}
	}

	private @Nullable ObservedFailure failureOf(ConnectionLook.@Nullable Result result) {
		if (result != null && !result.sessions().isEmpty()) {
			return this.secured.observation().openFailureOf(result.sessions());
		}
		ObservedFailure open = this.secured.observation().openFailure();
		return (open != null || result == null) ? open : result.failure();
	}

	// What is older than the question comes from another look
	private static void reportAge(Health.Builder builder, Instant observed, Instant asked) {
		if (observed.isBefore(asked)) {
			builder.withDetail("age", print(Duration.between(observed, asked)));
		}
	}

	private static String print(Duration duration) {
		return (duration.toMillis() < 1000) ? DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS)
				: DurationStyle.SIMPLE.print(duration, ChronoUnit.SECONDS);
	}

	private void report(Health.Builder builder, List<SessionGroup> sessions) {
		if (sessions.isEmpty()) {
			builder.unknown()
				.withDetail("reason", "NOT_OBSERVED")
				.withDetail("description", "The %s gave a connection that this application context didn't verify."
					.formatted(this.secured.observation().bean().kind()));
			return;
		}
		Health health = this.live.of(sessions, Instant.now());
		builder.status(health.getStatus()).withDetails(health.getDetails());
	}

	/**
	 * A certificate that expires within the threshold.
	 *
	 * @param subject the subject as an RFC 2253 name
	 * @param validityEnds the last moment of the validity
	 * @param unused whether this is a trusted root that no live connection rests on
	 */
	public record ExpiringCertificate(String subject, Instant validityEnds, boolean unused) {

		static ExpiringCertificate of(X509Certificate certificate, boolean unused) {
			return new ExpiringCertificate(CertificateDetails.nameOf(certificate.getSubjectX500Principal()),
					certificate.getNotAfter().toInstant(), unused);
		}

	}

}

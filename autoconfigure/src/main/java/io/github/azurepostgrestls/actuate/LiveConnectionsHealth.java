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
import java.util.stream.Stream;

import io.github.azurepostgrestls.actuate.TlsHealthIndicator.ExpiringCertificate;
import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ObservedFailure;
import io.github.azurepostgrestls.trust.ReloadStatus;
import io.github.azurepostgrestls.trust.RootCertificate;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of live connections, which is rendered anew only when something that it
 * shows has changed.
 *
 * @author the azure-postgres-tls contributors
 */
final class LiveConnectionsHealth {

	private final SecuredDataSource secured;

	private final RenderedCertificates certificates = new RenderedCertificates();

	private volatile @Nullable Rendered newest;

	LiveConnectionsHealth(SecuredDataSource secured) {
		this.secured = secured;
	}

	/**
	 * Return the health of connections.
	 * @param sessions the live connections, of which there are some
	 * @param now the moment at which certificates are judged
	 * @return status and details
	 */
	Health of(List<SessionGroup> sessions, Instant now) {
		Shown shown = new Shown(sessions, this.secured.observation().openFailureOf(sessions),
				this.secured.trust().reloads().failure(), this.secured.roots());
		Rendered rendered = this.newest;
		if (rendered == null || !rendered.isStill(shown, now)) {
			rendered = new Rendered(shown, render(shown, now), now, nextChange(shown, now));
			this.newest = rendered;
		}
		return rendered.health();
	}

	private Health render(Shown shown, Instant now) {
		Health.Builder builder = new Health.Builder(shown.isAnyExpiredAt(now) ? Status.OUT_OF_SERVICE : Status.UP);
		List<SessionDetails> sessions = shown.sessions()
			.stream()
			.map((session) -> SessionDetails.of(session, this.certificates, now))
			.toList();
		builder.withDetails(sessions.get(0).asMap());
		if (sessions.size() > 1) {
			builder.withDetail("otherSessions", sessions.stream().skip(1).map(SessionDetails::asMap).toList());
		}
		builder.withDetail("expiring", expiring(shown, now));
		if (shown.reloadFailure() != null) {
			builder.withDetail("reloadFailure", shown.reloadFailure());
		}
		if (shown.failure() != null && shown.failure().diagnosis().isAboutTls()) {
			addFailure(builder, shown.failure().diagnosis(), now);
		}
		return builder.build();
	}

	private List<ExpiringCertificate> expiring(Shown shown, Instant now) {
		Instant limit = now.plus(this.secured.settings().certificateValidityWarningThreshold());
		return Stream
			.concat(shown.verified().map((certificate) -> ExpiringCertificate.of(certificate, false)),
					shown.unused().map((root) -> ExpiringCertificate.of(root, true)))
			.filter((certificate) -> limit.isAfter(certificate.validityEnds()))
			.toList();
	}

	// The next moment at which time alone changes what is shown
	private Instant nextChange(Shown shown, Instant now) {
		return Stream.of(shown.verified(), shown.unused(), shown.presented())
			.flatMap((certificates) -> certificates)
			.flatMap(this::changes)
			.filter(now::isBefore)
			.min(Instant::compareTo)
			.orElse(Instant.MAX);
	}

	private Stream<Instant> changes(X509Certificate certificate) {
		Instant ends = certificate.getNotAfter().toInstant();
		return Stream.of(certificate.getNotBefore().toInstant(), ends,
				ends.minus(this.secured.settings().certificateValidityWarningThreshold()));
	}

	/**
	 * Add why a connection couldn't be made.
	 * @param builder the health, which is down
	 * @param diagnosis the reason
	 * @param now the moment at which certificates are judged
	 */
	void addFailure(Health.Builder builder, Diagnosis diagnosis, Instant now) {
		builder.down()
			.withDetail("reason", diagnosis.reason())
			.withDetail("description", diagnosis.description())
			.withDetail("action", diagnosis.action());
		if (!diagnosis.presentedChain().isEmpty()) {
			builder.withDetail("presentedChain", this.certificates.of(diagnosis.presentedChain(), now));
		}
	}

	/**
	 * All that health shows, but for the time.
	 *
	 * @param sessions the live connections
	 * @param failure the failure that casts doubt on them, or {@code null}
	 * @param reloadFailure why a change of trust can't be used, or {@code null}
	 * @param roots the trusted roots
	 */
	private record Shown(List<SessionGroup> sessions, @Nullable ObservedFailure failure,
			ReloadStatus.@Nullable Failure reloadFailure, List<RootCertificate> roots) {

		private Stream<X509Certificate> verified() {
			return this.sessions.stream()
				.flatMap((session) -> session.newest().path().certificates().stream())
				.distinct();
		}

		private Stream<X509Certificate> unused() {
			List<X509Certificate> verified = verified().toList();
			return this.roots.stream().map(RootCertificate::certificate).filter((root) -> !verified.contains(root));
		}

		private Stream<X509Certificate> presented() {
			return (this.failure != null) ? this.failure.diagnosis().presentedChain().stream() : Stream.empty();
		}

		private boolean isAnyExpiredAt(Instant now) {
			return verified().anyMatch((certificate) -> now.isAfter(certificate.getNotAfter().toInstant()));
		}

	}

	/**
	 * Health as it was rendered.
	 *
	 * @param shown what it shows
	 * @param health the health
	 * @param from when it was rendered
	 * @param until when it must be rendered again at the latest
	 */
	private record Rendered(Shown shown, Health health, Instant from, Instant until) {

		private boolean isStill(Shown shown, Instant now) {
			return !now.isBefore(this.from) && now.isBefore(this.until) && this.shown.equals(shown);
		}

	}

}

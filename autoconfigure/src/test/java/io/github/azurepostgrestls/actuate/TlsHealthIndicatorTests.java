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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.EngineHandshake;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TlsHealthIndicator}, with DataSources that hang as a pool before a
 * silent server does.
 *
 * @author the azure-postgres-tls contributors
 */
class TlsHealthIndicatorTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final VerifiedPath path = new VerifiedPath(authority.issue("localhost").chain());

	private static final Duration LIMIT = Duration.ofMillis(300);

	private final ConnectionObservation observation = new ConnectionObservations()
		.of(ConnectionBean.dataSource("dataSource"));

	private final TlsSettings settings = TestSettings.of(Map.of("root-certificates", authority.rootPem()));

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger borrowed = new AtomicInteger();

	@AfterEach
	void endHangingLooks() {
		this.end.countDown();
	}

	// A pool's own attempts verify the server each time, and are refused afterwards
	@Test
	void saysLoginRefusedWhileThePoolTriesAgain() {
		TlsHealthIndicator indicator = indicator(() -> {
			this.observation.verified(session(), Runnable::run);
			if (this.borrowed.incrementAndGet() > 1) {
				this.end.await();
			}
			throw new PSQLException(new ServerErrorMessage("SFATAL\0C28P01\0Mpassword\0Rauth_failed\0"));
		});
		for (int i = 0; i < 3; i++) {
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("reason", FailureReason.LOGIN_REFUSED);
		}
	}

	@Test
	void isDownForEverybodyWhileALookIsOverdue() {
		TlsHealthIndicator indicator = indicator(() -> {
			this.end.await();
			throw new SQLException();
		});
		for (int i = 0; i < 3; i++) {
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("reason", FailureReason.CONNECTION_TIMED_OUT);
		}
	}

	@Test
	void isNotUpWhenALookIsOverdueAfterOneThatSucceeded() throws Exception {
		AtomicReference<Runnable> close = new AtomicReference<>();
		VerifiedConnection connection = close::set;
		TlsHealthIndicator indicator = indicator(() -> {
			if (this.borrowed.incrementAndGet() > 1) {
				this.end.await();
			}
			this.observation.verified(session(), connection);
		});
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		close.get().run();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void borrowsOneConnectionForAThousandCallers() {
		TlsHealthIndicator indicator = indicator(() -> {
			this.borrowed.incrementAndGet();
			this.end.await();
			throw new SQLException();
		});
		List<Status> states = IntStream.range(0, 1000)
			.parallel()
			.mapToObj((i) -> indicator.health().getStatus())
			.distinct()
			.toList();
		assertThat(states).isSubsetOf(Status.DOWN, Status.UNKNOWN);
		assertThat(this.borrowed).hasValue(1);
	}

	@Test
	void staysUpWhileTheDriverTriesOneOfSeveralServersThatIsOutOfOrder() {
		TlsHealthIndicator indicator = indicator(() -> {
		});
		this.observation.verified(session(), (action) -> {
		});
		refusesTls("replica");
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		refusesTls("localhost");
		refusesTls("replica");
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		this.observation.verified(session(), (action) -> {
		});
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isUpAfterALookWhileThePoolTriesOneOfSeveralServersThatIsOutOfOrder() {
		TlsHealthIndicator indicator = indicator(() -> {
			this.observation.verified(session(), (action) -> {
			});
			refusesTls("replica");
		});
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	private TlsHealthIndicator indicator(Attempt attempt) {
		return new TlsHealthIndicator((whileBorrowed) -> {
			attempt.make();
			whileBorrowed.run();
		}, new SecuredDataSource(this.settings, trust(), Set.of(), this.observation), LIMIT, Set::of);
	}

	private void refusesTls(String host) {
		EngineHandshake handshake = new ConnectionSecurity(this.settings, trust(), this.observation)
			.createEngine(new ServerAddress(host, 5432), false);
		handshake.received(new byte[] { 'N' });
		handshake.refused();
	}

	private TrustSource trust() {
		return new TrustSources(new DefaultResourceLoader(), () -> null).of(this.settings);
	}

	private static NegotiatedSession session() {
		return new NegotiatedSession(new ServerAddress("localhost", 5432), VerificationMode.VERIFY_FULL, "localhost",
				"TLSv1.3", "TLS_AES_256_GCM_SHA384", path, Instant.now(), Duration.ofMillis(1));
	}

	@FunctionalInterface
	private interface Attempt {

		void make() throws Exception;

	}

}

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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveConnectionsHealth}.
 *
 * @author the azure-postgres-tls contributors
 */
class LiveConnectionsHealthTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final VerifiedPath path = new VerifiedPath(authority.issue("localhost").chain());

	private final TlsSettings settings = TestSettings.of(Map.of("root-certificates", authority.rootPem()));

	private final LiveConnectionsHealth health = new LiveConnectionsHealth(new SecuredDataSource(this.settings,
			new TrustSources(new DefaultResourceLoader(), () -> null).of(this.settings), Set.of(),
			new ConnectionObservations().of(ConnectionBean.dataSource("dataSource"))));

	private final Instant now = Instant.now();

	private final Instant ends = path.certificates().get(0).getNotAfter().toInstant();

	@Test
	void isRenderedOnce() {
		Health first = this.health.of(sessions(1), this.now);
		assertThat(this.health.of(sessions(1), this.now.plusMillis(1))).isSameAs(first);
		assertThat(this.health.of(sessions(2), this.now).getDetails()).containsEntry("connections", 2);
	}

	@Test
	void followsTheClockOverEachEnd() {
		Instant warned = this.ends.minus(this.settings.certificateValidityWarningThreshold());
		for (int i = 0; i < 2; i++) {
			assertThat(expiring(warned.minusSeconds(1))).isEmpty();
			assertThat(expiring(warned.plusSeconds(1))).isNotEmpty();
			assertThat(statusAt(this.ends.minusSeconds(1))).isEqualTo(Status.UP);
			assertThat(statusAt(this.ends.plusSeconds(1))).isEqualTo(Status.OUT_OF_SERVICE);
		}
	}

	@Test
	void saysWhetherACertificateIsValidNow() {
		assertThat(validityAt(this.now)).isEqualTo("VALID");
		assertThat(validityAt(this.ends.plusSeconds(1))).isEqualTo("EXPIRED");
		assertThat(validityAt(this.now)).as("the clock was set back").isEqualTo("VALID");
	}

	private List<?> expiring(Instant when) {
		return (List<?>) this.health.of(sessions(1), when).getDetails().get("expiring");
	}

	private Status statusAt(Instant when) {
		return this.health.of(sessions(1), when).getStatus();
	}

	private String validityAt(Instant when) {
		List<?> chain = (List<?>) this.health.of(sessions(1), when).getDetails().get("certificateChain");
		return ((CertificateDetails) chain.get(0)).validity().status();
	}

	private List<SessionGroup> sessions(int connections) {
		return List
			.of(new SessionGroup(
					new NegotiatedSession(new ServerAddress("localhost", 5432), VerificationMode.VERIFY_FULL,
							"localhost", "TLSv1.3", "TLS_AES_256_GCM_SHA384", path, this.now, Duration.ofMillis(1)),
					connections));
	}

}

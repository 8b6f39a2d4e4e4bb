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

package io.github.azurepostgrestls.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.observation.ConnectionObservation.SessionGroup;
import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.properties.VerificationMode;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.ServerAddress;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionObservation}.
 *
 * @author the azure-postgres-tls contributors
 */
class ConnectionObservationTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final VerifiedPath path = new VerifiedPath(authority.issue("localhost").chain());

	private final ConnectionObservation observation = new ConnectionObservations()
		.of(ConnectionBean.dataSource("dataSource"));

	private final Instant start = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void countsWhatIsAliveByWhatWasNegotiated() {
		OpenConnection first = connect("TLSv1.3", 0);
		OpenConnection second = connect("TLSv1.3", 1);
		OpenConnection older = connect("TLSv1.2", 2);
		assertThat(this.observation.liveSessions()).extracting(SessionGroup::connections).containsExactly(1, 2);
		second.close();
		assertThat(this.observation.liveSessions()).extracting((group) -> group.newest().handshakeAt())
			.as("the newest that is alive")
			.containsExactly(this.start.plusSeconds(2), this.start);
		older.close();
		older.close();
		assertThat(this.observation.liveSessions()).extracting(SessionGroup::connections).containsExactly(1);
		first.close();
		assertThat(this.observation.liveSessions()).isEmpty();
	}

	@Test
	void forgetsAConnectionThatWasClosedMeanwhile() {
		this.observation.verified(session("TLSv1.3", 0), Runnable::run);
		assertThat(this.observation.liveSessions()).isEmpty();
	}

	@Test
	void forgetsAConnectionThatNobodyHolds() {
		List<OpenConnection> held = new ArrayList<>(List.of(connect("TLSv1.3", 0)));
		assertThat(this.observation.liveSessions()).hasSize(1);
		held.clear();
		Awaitility.await().until(() -> {
			System.gc();
			return this.observation.liveSessions().isEmpty();
		});
	}

	private OpenConnection connect(String protocol, int second) {
		OpenConnection connection = new OpenConnection();
		this.observation.verified(session(protocol, second), connection);
		return connection;
	}

	private NegotiatedSession session(String protocol, int second) {
		return new NegotiatedSession(new ServerAddress("localhost", 5432), VerificationMode.VERIFY_FULL, "localhost",
				protocol, "TLS_AES_256_GCM_SHA384", this.path, this.start.plusSeconds(second), Duration.ofMillis(1));
	}

	private static final class OpenConnection implements VerifiedConnection {

		private Runnable closeAction = () -> {
		};

		@Override
		public void whenClosed(Runnable action) {
			this.closeAction = action;
		}

		private void close() {
			this.closeAction.run();
		}

	}

}

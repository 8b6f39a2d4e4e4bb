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

import java.lang.reflect.Proxy;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Throw-away.
 *
 * @author the azure-postgres-tls contributors
 */
class TlsHealthIndicatorTests {

	private static final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private static final VerifiedPath path = new VerifiedPath(authority.issue("localhost").chain());

	private final ConnectionObservation observation = new ConnectionObservations().of("dataSource");

	private final TlsSettings settings = new Binder(
			new MapConfigurationPropertySource(Map.of("azure.postgres.tls.root-certificates", authority.rootPem())))
		.bind(AzurePostgresTlsProperties.PREFIX, AzurePostgresTlsProperties.class)
		.get()
		.settingsOf("dataSource");

	private TlsHealthIndicator indicator(Borrowing borrowing) {
		DataSource dataSource = new AbstractDataSource() {
			@Override
			public Connection getConnection() throws SQLException {
				return borrowing.borrow();
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				return borrowing.borrow();
			}
		};
		return new TlsHealthIndicator(dataSource,
				new SecuredDataSource(this.settings,
						new TrustSources(new DefaultResourceLoader(), () -> null).of(this.settings), Set.of(),
						this.observation),
				Duration.ofMillis(300));
	}

	private void verified(Socket socket) {
		this.observation.verified(new NegotiatedSession("localhost", 5432, "localhost", "TLSv1.3", "TLS_X", path,
				Instant.now(), Duration.ofMillis(1)), socket);
	}

	private static Socket closed() {
		try {
			Socket socket = new Socket();
			socket.close();
			return socket;
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SQLException wrongPassword() {
		return new PSQLException(new ServerErrorMessage("SFATAL\0C28P01\0Mpassword\0Rauth_failed\0"));
	}

	// A pool's own attempts verify the server each time and are refused afterwards
	@Test
	void saysLoginRefusedWhileThePoolTriesAgain() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		TlsHealthIndicator indicator = indicator(() -> {
			verified(closed());
			throw wrongPassword();
		});
		assertThat(indicator.health().getDetails()).containsEntry("reason", FailureReason.LOGIN_REFUSED);
		end.countDown();
		// next look is slow (connectionTimeout 30s), the pool's attempt verified once
		// more
		CountDownLatch hang = new CountDownLatch(1);
		Calls calls = new Calls();
		TlsHealthIndicator slow = indicator(() -> {
			verified(closed());
			if (calls.next() > 1) {
				await(hang);
			}
			throw wrongPassword();
		});
		Health first = slow.health();
		assertThat(first.getDetails()).containsEntry("reason", FailureReason.LOGIN_REFUSED);
		Health second = slow.health();
		Health third = slow.health();
		hang.countDown();
		assertThat(third.getStatus()).isEqualTo(Status.DOWN);
		assertThat(third.getDetails()).containsEntry("reason", FailureReason.LOGIN_REFUSED);
	}

	@Test
	void staysDownWhileABorrowHangs() throws Exception {
		CountDownLatch hang = new CountDownLatch(1);
		TlsHealthIndicator indicator = indicator(() -> {
			await(hang);
			throw new SQLException();
		});
		Health first = indicator.health();
		Thread.sleep(1000);
		Health second = indicator.health();
		hang.countDown();
		assertThat(first.getStatus()).isEqualTo(Status.DOWN);
		assertThat(second.getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void isNotUpWhenABorrowHangsAfterOneThatSucceeded() throws Exception {
		CountDownLatch hang = new CountDownLatch(1);
		Calls calls = new Calls();
		Socket socket = new Socket();
		TlsHealthIndicator indicator = indicator(() -> {
			if (calls.next() > 1) {
				await(hang);
			}
			verified(socket);
			return connection();
		});
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		socket.close();
		Thread.sleep(100);
		Health second = indicator.health();
		Thread.sleep(1000);
		Health third = indicator.health();
		hang.countDown();
		assertThat(second.getStatus()).isEqualTo(Status.DOWN);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Connection connection() {
		return (Connection) Proxy.newProxyInstance(TlsHealthIndicatorTests.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, args) -> null);
	}

	private static final class Calls {

		private int calls;

		int next() {
			return ++this.calls;
		}

	}

	interface Borrowing {

		Connection borrow() throws SQLException;

	}

}

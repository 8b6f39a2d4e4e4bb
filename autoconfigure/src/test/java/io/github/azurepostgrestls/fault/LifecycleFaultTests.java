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

package io.github.azurepostgrestls.fault;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Application contexts that are closed at the wrong moment, and what is used after that.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class LifecycleFaultTests {

	private TlsPostgres server;

	private FaultyRoute route;

	@BeforeEach
	void startProxies(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.route = FaultyRoute.to(this.server.port());
	}

	@AfterEach
	void stopProxies() throws Exception {
		this.route.close();
	}

	@Test
	void contextThatIsClosedWhileThreadsConnectLeavesNothing() {
		unpooled(SecuredApplication.ONE_SECOND).run((context) -> {
			List<ConnectionAttempt> attempts = new ArrayList<>();
			for (long stage : new long[] { 0, 1, 1000 }) {
				this.route.proxy().inject(Fault.stallAfter(stage));
				attempts.add(ConnectionAttempt.start(context.getBean(DataSource.class)));
				this.route.proxy().awaitBytes(attempts.size(), stage);
			}
			context.close();
			for (ConnectionAttempt attempt : attempts) {
				assertThat(attempt.await()).isNotNull();
			}
			this.route.proxy().awaitNoneOpen();
		});
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1000 })
	void contextThatIsClosedWhilePoolConnectsLeavesNothing(long stage) {
		this.route.proxy().inject(Fault.stallAfter(stage));
		pooled(SecuredApplication.ONE_SECOND)
			.withPropertyValues("spring.datasource.hikari.initialization-fail-timeout=-1",
					"spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
				this.route.proxy().awaitBytes(1, stage);
				context.close();
				assertThat(attempt.await()).isNotNull();
				this.route.proxy().awaitNoneOpen();
			});
	}

	@Test
	void handshakeThatOutlivesItsContextIsStillVerified() {
		this.route.proxy().inject(Fault.delayAfter(1000, Duration.ofSeconds(1)));
		unpooled("connectTimeout=10").run((context) -> {
			ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
			this.route.proxy().awaitBytes(1, 1000);
			context.close();
			attempt.await();
			assertThat(this.route.recorder().recordings()).singleElement().matches(Recording::isOnlyTls);
			this.route.proxy().awaitNoneOpen();
		});
	}

	@Test
	void connectionThatOutlivesItsContextStaysEncrypted() {
		unpooled("").run((context) -> {
			try (Connection connection = SecuredApplication.connect(context);
					Statement statement = connection.createStatement()) {
				context.close();
				assertThat(statement.execute("select 1")).isTrue();
			}
		});
	}

	@Test
	void refusesDataSourceOfClosedContext() {
		unpooled("").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			dataSource.getConnection().close();
			context.close();
			assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection)
				.havingRootCause()
				.withMessageContaining("closed");
			assertThat(this.route.recorder().recordings()).hasSize(1);
		});
	}

	@Test
	void refusesUrlOfClosedContext() {
		pooled("").run((context) -> {
			String url = context.getBean(HikariDataSource.class).getJdbcUrl();
			context.close();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(url, TlsPostgres.USER, TlsPostgres.PASSWORD));
			assertThat(this.route.recorder().recordings()).isEmpty();
		});
	}

	@Test
	void nextContextWithTheSameUrlConnectsWhileTheFormerIsRefused() {
		unpooled("").run((former) -> {
			DataSource formerDataSource = former.getBean(DataSource.class);
			formerDataSource.getConnection().close();
			former.close();
			unpooled("").run((next) -> {
				SecuredApplication.connect(next).close();
				assertThatExceptionOfType(SQLException.class).isThrownBy(formerDataSource::getConnection);
				assertThat(SecuredApplication.failures(next)).isZero();
			});
		});
	}

	@Test
	void manyContextsLeaveNothing() {
		for (int i = 0; i < 10; i++) {
			pooled("").run((context) -> SecuredApplication.connect(context).close());
		}
		assertThat(this.route.recorder().recordings()).hasSize(10);
	}

	private ApplicationContextRunner unpooled(String parameters) {
		return SecuredApplication.unpooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters));
	}

	private ApplicationContextRunner pooled(String parameters) {
		return SecuredApplication.pooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1");
	}

}

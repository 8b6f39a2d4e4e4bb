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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that go away, come back and take each other's place, with right and with wrong
 * certificates.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class FailoverTests {

	private static TlsPostgres first;

	private static TlsPostgres second;

	private RecordingProxy recorder;

	private FaultyProxy toFirst;

	private FaultyProxy toSecond;

	@BeforeAll
	static void startSecondServer(TlsPostgres shared) throws Exception {
		first = shared;
		second = TlsPostgres.start(shared.authority(),
				shared.authority().issue(AzureHosts.OTHER_SERVER, AzureHosts.SERVER));
	}

	@AfterAll
	static void stopSecondServer() throws Exception {
		second.close();
	}

	@BeforeEach
	void startProxies() throws Exception {
		this.recorder = RecordingProxy.start(first.port());
		this.toFirst = FaultyProxy.start(this.recorder.port());
		this.toSecond = FaultyProxy.start(second.port());
	}

	@AfterEach
	void restore() throws Exception {
		assertThat(this.recorder.recordings()).allMatch(Recording::isOnlyTls);
		this.toFirst.close();
		this.toSecond.close();
		this.recorder.close();
		second.restore();
	}

	@Test
	void poolFollowsServerThatWasRestarted(CapturedOutput output) {
		pooled(SecuredApplication.url(this.toFirst.port(), "")).run((context) -> {
			assertThat(serverOf(context)).isEqualTo(first.port());
			goDown(this.toFirst);
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> serverOf(context));
			}
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(output).containsOnlyOnce(SecuredApplication.FAILURE_LOG);
			this.toFirst.forwardTo(second.port());
			awaitServer(context, second);
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(SecuredApplication.failures(context)).isPositive();
		});
	}

	@Test
	void connectsToRestartedServerWithAnotherCertificateOfTheSameAuthority() {
		pooled(SecuredApplication.url(this.toFirst.port(), "")).run((context) -> {
			assertThat(serverOf(context)).isEqualTo(first.port());
			first.present(first.authority().withNewIntermediate().issue(AzureHosts.SERVER));
			assertThat(this.toFirst.resetAll()).isPositive();
			awaitServer(context, first);
			assertThat(SecuredApplication.failures(context)).isZero();
		});
	}

	@Test
	void refusesRestartedServerWithAnotherRootUntilItHasTheRightOne(CapturedOutput output) {
		pooled(SecuredApplication.url(this.toFirst.port(), "")).run((context) -> {
			assertThat(serverOf(context)).isEqualTo(first.port());
			first.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
			assertThat(this.toFirst.resetAll()).isPositive();
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> serverOf(context));
			}
			assertThat(SecuredApplication.health(context).getDetails()).hasEntrySatisfying("reason",
					(reason) -> assertThat(reason).hasToString("UNTRUSTED_ROOT"));
			first.present(first.certificate());
			awaitServer(context, first);
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(output).containsOnlyOnce("UNTRUSTED_ROOT");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectsToTheServerThatIsUp(boolean firstIsUp) throws Exception {
		goDown(firstIsUp ? this.toSecond : this.toFirst);
		unpooled(urlOfBoth("")).run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(serverOf(context)).isEqualTo((firstIsUp ? first : second).port());
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectsToTheServerWithTheRightCertificate(boolean firstIsRight) throws Exception {
		(firstIsRight ? second : first).present(first.authority().issue(AzureHosts.WRITER));
		unpooled(urlOfBoth("&hostRecheckSeconds=0")).run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(serverOf(context)).isEqualTo((firstIsRight ? first : second).port());
			}
		});
	}

	@Test
	void tellsOfServerWithTheWrongCertificateAlthoughTheOtherServes(CapturedOutput output) throws Exception {
		first.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		unpooled(urlOfBoth("&hostRecheckSeconds=0")).run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(serverOf(context)).isEqualTo(second.port());
			}
			assertThat(SecuredApplication.failures(context)).isEqualTo(3);
			assertThat(output).containsOnlyOnce(SecuredApplication.FAILURE_LOG);
		});
	}

	@Test
	void failsWhereBothServersHaveTheWrongCertificate() throws Exception {
		first.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		second.present(first.authority().issue(AzureHosts.WRITER));
		unpooled(urlOfBoth("")).run((context) -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SecuredApplication.connect(context));
			assertThat(SecuredApplication.failures(context)).isEqualTo(2);
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void failsWhereBothServersAreDown() throws Exception {
		goDown(this.toFirst);
		goDown(this.toSecond);
		unpooled(urlOfBoth("")).run((context) -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SecuredApplication.connect(context));
			assertThat(SecuredApplication.health(context).getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void connectsToThePrimaryAlthoughTheStandbyIsNamedFirst() throws Exception {
		first.set("default_transaction_read_only", "on");
		unpooled(urlOfBoth("&targetServerType=primary"))
			.run((context) -> assertThat(serverOf(context)).isEqualTo(second.port()));
	}

	@Test
	void staysAwayFromPrimaryWithTheWrongCertificate() throws Exception {
		first.set("default_transaction_read_only", "on");
		second.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.OTHER_SERVER));
		unpooled(urlOfBoth("&targetServerType=primary"))
			.run((context) -> assertThatExceptionOfType(SQLException.class).isThrownBy(() -> serverOf(context)));
		unpooled(urlOfBoth("&targetServerType=preferPrimary"))
			.run((context) -> assertThat(serverOf(context)).isEqualTo(first.port()));
	}

	@Test
	void poolFailsOverUnderLoad() throws Exception {
		pooled(urlOfBoth("&hostRecheckSeconds=0")).withPropertyValues("spring.datasource.hikari.maximum-pool-size=4")
			.run((context) -> {
				assertThat(serverOf(context)).isEqualTo(first.port());
				goDown(this.toFirst);
				assertThat(ManyThreads.run(8, () -> {
					awaitServer(context, second);
					return true;
				}, 30)).containsOnly(true);
				this.toFirst.forwardTo(this.recorder.port());
				Awaitility.await().ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
					context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
					return serverOf(context) == first.port();
				});
			});
	}

	private String urlOfBoth(String parameters) {
		return "jdbc:postgresql://%s:%d,%s:%d/%s?connectTimeout=5%s".formatted(AzureHosts.SERVER, this.toFirst.port(),
				AzureHosts.OTHER_SERVER, this.toSecond.port(), TlsPostgres.DATABASE, parameters);
	}

	private static void goDown(FaultyProxy proxy) throws Exception {
		proxy.forwardTo(UnusedPort.find());
		proxy.resetAll();
	}

	private static ApplicationContextRunner pooled(String url) {
		return SecuredApplication.pooled(first, url)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-timeout=500");
	}

	private static ApplicationContextRunner unpooled(String url) {
		return SecuredApplication.unpooled(first, url);
	}

	private static void awaitServer(ApplicationContext context, TlsPostgres server) {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(SQLException.class)
			.until(() -> serverOf(context) == server.port());
	}

	private static int serverOf(ApplicationContext context) throws SQLException {
		try (Connection connection = SecuredApplication.connect(context);
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select inet_server_port()")) {
			result.next();
			return result.getInt(1);
		}
	}

}

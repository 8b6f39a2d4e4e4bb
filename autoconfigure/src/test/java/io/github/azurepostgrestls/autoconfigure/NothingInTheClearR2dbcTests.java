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

package io.github.azurepostgrestls.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.azurepostgrestls.diagnosis.FailureReason;
import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The wire itself, recorded between an application with R2DBC and a real server.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class NothingInTheClearR2dbcTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String SLEEP = "select pg_sleep(60)";

	private TlsPostgres server;

	private RecordingProxy proxy;

	@BeforeEach
	void startProxy(TlsPostgres shared) throws Exception {
		this.server = shared;
		this.proxy = RecordingProxy.start(shared.port());
	}

	@AfterEach
	void stopProxy() throws Exception {
		this.proxy.close();
	}

	private ApplicationContextRunner contextRunner(String host) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AzurePostgresTlsAutoConfiguration.class,
					AzurePostgresTlsR2dbcAutoConfiguration.class, R2dbcAutoConfiguration.class))
			.withPropertyValues(
					"spring.r2dbc.url=r2dbc:postgresql://%s:%d/%s".formatted(host, this.proxy.port(),
							TlsPostgres.DATABASE),
					"spring.r2dbc.username=" + TlsPostgres.USER, "spring.r2dbc.password=" + TlsPostgres.PASSWORD,
					"spring.r2dbc.pool.enabled=false", "spring.r2dbc.properties.connectTimeout=PT2S",
					"azure.postgres.tls.root-certificates=" + this.server.authority().rootPem());
	}

	private ApplicationContextRunner contextRunner() {
		return contextRunner("127.0.0.1").withPropertyValues("azure.postgres.tls.server-name=" + AzureHosts.SERVER);
	}

	@ParameterizedTest
	@CsvSource({ "postgres", "direct" })
	void sendsOnlyTls(String negotiation) {
		contextRunner().withPropertyValues("azure.postgres.tls.negotiation=" + negotiation).run((context) -> {
			PostgresqlConnection connection = connect(context);
			execute(connection, "select 'secret query'");
			connection.close().block(LIMIT);
			assertThat(this.proxy.recordings()).singleElement()
				.matches(Recording::isOnlyTls)
				.matches((it) -> it.isDirect() == negotiation.equals("direct"));
		});
	}

	// Without server-name, so that the name of the connection is verified for the cancel
	// too
	@ParameterizedTest
	@CsvSource({ "localhost,postgres", "localhost,direct", "127.0.0.1,postgres" })
	void cancelsOverTls(String host, String negotiation) {
		this.server.present(this.server.authority().issue("localhost", "127.0.0.1"));
		contextRunner(host).withPropertyValues("azure.postgres.tls.negotiation=" + negotiation).run((context) -> {
			PostgresqlConnection connection = connect(context);
			Mono<Void> query = connection.createStatement(SLEEP)
				.execute()
				.flatMap((result) -> result.getRowsUpdated())
				.then();
			Mono<Void> cancel = Mono.defer(() -> {
				awaitSleep();
				return connection.cancelRequest();
			});
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> Mono.when(query, cancel.subscribeOn(Schedulers.boundedElastic())).block(LIMIT))
				.withMessageContaining("canceling statement due to user request");
			assertThat(this.proxy.recordings()).hasSize(2)
				.allMatch(Recording::isOnlyTls)
				.allMatch((recording) -> recording.isDirect() == negotiation.equals("direct"));
			assertThat(observation(context).lastFailure()).isNull();
			assertThat(observation(context).liveSessions()).as("a cancel request is no connection")
				.singleElement()
				.satisfies((group) -> assertThat(group.connections()).isEqualTo(1));
			connection.close().block(LIMIT);
		});
	}

	@Test
	void sendsNoCancelToServerThatIsNotTrusted() {
		contextRunner().run((context) -> {
			PostgresqlConnection connection = connect(context);
			Disposable query = connection.createStatement(SLEEP)
				.execute()
				.flatMap((result) -> result.getRowsUpdated())
				.onErrorComplete()
				.subscribe();
			awaitSleep();
			this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> connection.cancelRequest().block(LIMIT))
				.havingRootCause()
				.withMessageContaining("UNTRUSTED_ROOT");
			assertThat(query.isDisposed()).isFalse();
			assertThat(this.proxy.recordings()).hasSize(2).allMatch(Recording::isOnlyTls);
			this.server
				.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = '%s'".formatted(SLEEP));
		});
	}

	@Test
	void sendsNothingWhereTlsIsRefused() {
		this.proxy.refuseTls();
		contextRunner().run((context) -> {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> connect(context))
				.havingRootCause()
				.withMessageContaining("SERVER_REFUSED_TLS");
			assertThat(this.proxy.recordings()).singleElement()
				.satisfies((recording) -> assertThat(recording.sent()).hasSize(8));
			assertThat(observation(context).openFailure()).isNotNull()
				.satisfies((failure) -> assertThat(failure.diagnosis().reason())
					.isEqualTo(FailureReason.SERVER_REFUSED_TLS));
		});
	}

	// Disposed while the connection is being made, and while a query runs
	@Test
	void sendsOnlyTlsWhenSubscriptionsAreDisposed() {
		contextRunner().run((context) -> {
			ConnectionFactory connectionFactory = context.getBean(ConnectionFactory.class);
			for (int i = 0; i < 40; i++) {
				Mono.from(connectionFactory.create()).timeout(Duration.ofMillis(i)).onErrorComplete().block(LIMIT);
			}
			// The driver leaves those that were logging in to themselves
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> this.server
					.query("select count(*) from pg_stat_activity where backend_type = 'client backend'"
							+ " and state is null and usename = '%s'".formatted(TlsPostgres.USER))
					.equals("0"));
			PostgresqlConnection connection = connect(context);
			connection.createStatement(SLEEP)
				.execute()
				.flatMap((result) -> result.getRowsUpdated())
				.timeout(Duration.ofMillis(200))
				.onErrorComplete()
				.blockLast(LIMIT);
			connection.cancelRequest().block(LIMIT);
			execute(connection, "select 1");
			connection.close().block(LIMIT);
			List<Recording> recordings = this.proxy.recordings();
			assertThat(recordings).isNotEmpty().allMatch((it) -> it.sent().length == 0 || it.isOnlyTls());
			assertThat(observation(context).lastFailure()).isNull();
		});
	}

	// A second connection to the same server must show its certificate, too
	@Test
	void resumesNoSession() {
		contextRunner().run((context) -> {
			for (int i = 0; i < 5; i++) {
				PostgresqlConnection connection = connect(context);
				execute(connection, "select 1");
				connection.close().block(LIMIT);
			}
			assertThat(observation(context).lastFailure()).isNull();
			this.server.present(TestCertificateAuthority.named("Rogue Root").issue(AzureHosts.SERVER));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> connect(context))
				.havingRootCause()
				.withMessageContaining("UNTRUSTED_ROOT");
		});
	}

	private void awaitSleep() {
		Awaitility.await()
			.until(() -> this.server
				.query("select count(*) from pg_stat_activity where state = 'active' and query = '%s'".formatted(SLEEP))
				.equals("1"));
	}

	private static PostgresqlConnection connect(ApplicationContext context) {
		return (PostgresqlConnection) Mono.from(context.getBean(ConnectionFactory.class).create()).block(LIMIT);
	}

	private static void execute(PostgresqlConnection connection, String sql) {
		Flux.from(connection.createStatement(sql).execute())
			.flatMap((result) -> result.map((row) -> row.get(0)))
			.blockLast(LIMIT);
	}

	private static ConnectionObservation observation(ApplicationContext context) {
		return context.getBean(ConnectionObservations.class).all().iterator().next();
	}

}

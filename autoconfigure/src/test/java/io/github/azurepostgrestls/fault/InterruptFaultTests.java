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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Threads that are interrupted, and pools that are closed, while they connect.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
class InterruptFaultTests {

	private TlsPostgres server;

	private FaultyRoute route;

	@BeforeEach
	void startProxies(TlsPostgres shared) throws Exception {
		this.server = shared;
		// A thread that is interrupted while it reads the names caches that there are
		// none
		assertThat(InetAddress.getByName(AzureHosts.SERVER).isLoopbackAddress()).isTrue();
		this.route = FaultyRoute.to(this.server.port());
	}

	@AfterEach
	void stopProxies() throws Exception {
		this.route.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&loginTimeout=10" })
	void interruptedThreadsEndInTimeAndTheNextConnects(String loginTimeout) {
		unpooled(SecuredApplication.ONE_SECOND + loginTimeout)
			.run((context) -> assertInterruptedThreadsEnd(context, Thread::new));
	}

	// Interrupts close the sockets of virtual threads, which Java 17 doesn't have
	@Test
	void interruptedVirtualThreadsEndAtOnceAndTheNextConnects() {
		assumeThat(VirtualThreads.areSupported()).as("Java 21 or later").isTrue();
		unpooled("connectTimeout=60&socketTimeout=60&sslResponseTimeout=60000")
			.run((context) -> assertInterruptedThreadsEnd(context, VirtualThreads::unstarted));
	}

	// Each waits at another step: the answer to the question for TLS, the first byte
	// after
	// it, the certificates, the login
	private void assertInterruptedThreadsEnd(ApplicationContext context, ThreadFactory threads) throws Exception {
		List<ConnectionAttempt> attempts = new ArrayList<>();
		for (long stage : new long[] { 0, 1, 1000, SecuredApplication.bytesUntilReady(this.server) - 300 }) {
			this.route.proxy().inject(Fault.stallAfter(stage));
			attempts.add(ConnectionAttempt.start(context.getBean(DataSource.class), threads));
			this.route.proxy().awaitBytes(attempts.size(), stage);
		}
		attempts.forEach(ConnectionAttempt::interrupt);
		for (ConnectionAttempt attempt : attempts) {
			assertThat(attempt.await()).isNotNull();
		}
		this.route.proxy().awaitNoneOpen();
		this.route.proxy().inject(Fault.NONE);
		SecuredApplication.connect(context).close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1000 })
	void interruptedThreadLeavesPoolAtOnce(long stage) {
		pooled().withPropertyValues("spring.datasource.hikari.connection-timeout=30000").run((context) -> {
			this.route.proxy().inject(Fault.stallAfter(stage));
			ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
			this.route.proxy().awaitBytes(1, stage);
			attempt.interrupt();
			assertThat(attempt.await()).isNotNull();
			this.route.proxy().inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1000 })
	void poolThatIsClosedWhileConnectingLeavesNothing(long stage) {
		pooled().run((context) -> {
			this.route.proxy().inject(Fault.stallAfter(stage));
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			ConnectionAttempt attempt = ConnectionAttempt.start(pool);
			this.route.proxy().awaitBytes(1, stage);
			pool.close();
			assertThat(attempt.await()).isNotNull();
			this.route.proxy().awaitNoneOpen();
		});
	}

	@Test
	void threadThatIsInterruptedBeforeStillConnectsOrFails() {
		byAddress(this.route.proxy().port(), "connectTimeout=5").run((context) -> {
			Thread.currentThread().interrupt();
			SecuredApplication.connect(context).close();
			assertThat(Thread.interrupted()).isTrue();
		});
	}

	// The queue of connections that nobody accepts is full: TCP doesn't answer
	@Test
	void interruptedThreadEndsWhereTcpDoesNotAnswer() throws Exception {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
				Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			byAddress(full.getLocalPort(), "connectTimeout=1").run((context) -> {
				ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
				attempt.interrupt();
				assertThat(attempt.await()).isNotNull();
				assertThat(SecuredApplication.failures(context)).isOne();
			});
		}
	}

	// A thread that is interrupted while it looks for a name makes the JVM remember that
	// there is none
	private ApplicationContextRunner byAddress(int port, String parameters) {
		return SecuredApplication
			.unpooled(this.server,
					"jdbc:postgresql://127.0.0.1:%d/%s?%s".formatted(port, TlsPostgres.DATABASE, parameters))
			.withPropertyValues("azure.postgres.tls.server-name=" + AzureHosts.SERVER);
	}

	private ApplicationContextRunner unpooled(String parameters) {
		return SecuredApplication.unpooled(this.server, SecuredApplication.url(this.route.proxy().port(), parameters));
	}

	private ApplicationContextRunner pooled() {
		return SecuredApplication
			.pooled(this.server, SecuredApplication.url(this.route.proxy().port(), SecuredApplication.ONE_SECOND))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-timeout=1000",
					"spring.datasource.hikari.initialization-fail-timeout=-1");
	}

}

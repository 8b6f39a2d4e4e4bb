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
import java.nio.file.Path;
import java.sql.Connection;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.testserver.AzureHosts;
import io.github.azurepostgrestls.testserver.RecordingProxy;
import io.github.azurepostgrestls.testserver.RecordingProxy.Recording;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import io.github.azurepostgrestls.testserver.TlsPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Threads that are interrupted, and pools that are closed, while they connect.
 *
 * @author the azure-postgres-tls contributors
 */
class InterruptFaultTests {

	private static TlsPostgres server;

	private static Path root;

	// How many bytes the server sends until a connection is ready
	private static long ready;

	private RecordingProxy recorder;

	private FaultyProxy proxy;

	private ProcessResources before;

	@BeforeAll
	static void startServer(@TempDir Path directory) throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		root = authority.writeRootPem(directory);
		server = TlsPostgres.start(authority.issue(AzureHosts.SERVER));
		try (FaultyProxy proxy = FaultyProxy.start(server.port())) {
			SecuredApplication.unpooled(root, SecuredApplication.url(proxy.port(), "")).run((context) -> {
				try (Connection connection = SecuredApplication.connect(context)) {
					assertThat(connection.isClosed()).isFalse();
					ready = proxy.bytesFromServer();
				}
			});
		}
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@BeforeEach
	void startProxies() throws Exception {
		// A thread that is interrupted while it reads the names caches that there are
		// none
		assertThat(InetAddress.getByName(AzureHosts.SERVER).isLoopbackAddress()).isTrue();
		this.before = ProcessResources.now();
		this.recorder = RecordingProxy.start(server.port());
		this.proxy = FaultyProxy.start(this.recorder.port());
	}

	@AfterEach
	void stopProxies() throws Exception {
		assertThat(this.recorder.recordings()).allMatch(Recording::isOnlyTls);
		this.proxy.close();
		this.recorder.close();
		this.before.awaitNothingMore();
	}

	static Stream<Long> stages() {
		return Stream.of(0L, 1L, 1000L, ready - 300);
	}

	@ParameterizedTest
	@MethodSource("stages")
	void interruptedThreadEndsInTimeAndTheNextConnects(long stage) {
		unpooled("connectTimeout=1&socketTimeout=1").run((context) -> {
			this.proxy.inject(Fault.stallAfter(stage));
			ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
			this.proxy.awaitBytes(1, stage);
			attempt.interrupt();
			assertThat(attempt.await()).isNotNull();
			this.proxy.inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	@ParameterizedTest
	@MethodSource("stages")
	void interruptedThreadLeavesLoginTimeoutsThreadToItsEnd(long stage) {
		unpooled("connectTimeout=1&socketTimeout=1&loginTimeout=10").run((context) -> {
			this.proxy.inject(Fault.stallAfter(stage));
			ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
			this.proxy.awaitBytes(1, stage);
			attempt.interrupt();
			assertThat(attempt.await()).isNotNull();
			this.proxy.awaitNoneOpen();
			this.proxy.inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	@ParameterizedTest
	@MethodSource("stages")
	void interruptedThreadLeavesPoolAtOnce(long stage) {
		pooled("connectTimeout=1&socketTimeout=1")
			.withPropertyValues("spring.datasource.hikari.initialization-fail-timeout=-1",
					"spring.datasource.hikari.connection-timeout=30000")
			.run((context) -> {
				this.proxy.inject(Fault.stallAfter(stage));
				ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
				this.proxy.awaitBytes(1, stage);
				attempt.interrupt();
				assertThat(attempt.await()).isNotNull();
				this.proxy.inject(Fault.NONE);
				SecuredApplication.connect(context).close();
			});
	}

	@Test
	void threadThatIsInterruptedBeforeStillConnectsOrFails() {
		unpooled("connectTimeout=5").run((context) -> {
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
			SecuredApplication.unpooled(root, SecuredApplication.url(full.getLocalPort(), "connectTimeout=1"))
				.run((context) -> {
					ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class));
					attempt.interrupt();
					assertThat(attempt.await()).isNotNull();
					assertThat(SecuredApplication.failures(context)).isOne();
				});
		}
	}

	// Interrupts close the sockets of virtual threads, which Java 17 doesn't have
	@ParameterizedTest
	@MethodSource("stages")
	void interruptedVirtualThreadEndsAtOnceAndTheNextConnects(long stage) {
		assumeThat(VirtualThreads.areSupported()).as("Java 21 or later").isTrue();
		unpooled("connectTimeout=60&socketTimeout=60").run((context) -> {
			this.proxy.inject(Fault.stallAfter(stage));
			ConnectionAttempt attempt = ConnectionAttempt.start(context.getBean(DataSource.class),
					VirtualThreads::unstarted);
			this.proxy.awaitBytes(1, stage);
			attempt.interrupt();
			assertThat(attempt.await()).isNotNull();
			this.proxy.awaitNoneOpen();
			this.proxy.inject(Fault.NONE);
			SecuredApplication.connect(context).close();
		});
	}

	@ParameterizedTest
	@MethodSource("stages")
	void poolThatIsClosedWhileConnectingLeavesNothing(long stage) {
		pooled("connectTimeout=1&socketTimeout=1")
			.withPropertyValues("spring.datasource.hikari.initialization-fail-timeout=-1")
			.run((context) -> {
				this.proxy.inject(Fault.stallAfter(stage));
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				ConnectionAttempt attempt = ConnectionAttempt.start(pool);
				this.proxy.awaitBytes(1, stage);
				pool.close();
				assertThat(attempt.await()).isNotNull();
				this.proxy.awaitNoneOpen();
			});
	}

	private ApplicationContextRunner unpooled(String parameters) {
		return SecuredApplication.unpooled(root, SecuredApplication.url(this.proxy.port(), parameters));
	}

	private ApplicationContextRunner pooled(String parameters) {
		return SecuredApplication.pooled(root, SecuredApplication.url(this.proxy.port(), parameters))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1");
	}

}

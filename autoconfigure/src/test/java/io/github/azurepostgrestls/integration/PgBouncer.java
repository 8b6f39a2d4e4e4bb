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

package io.github.azurepostgrestls.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.awaitility.Awaitility;

/**
 * A PgBouncer with TLS on both sides, as Azure runs one on port 6432.
 *
 * @author the azure-postgres-tls contributors
 */
final class PgBouncer implements AutoCloseable {

	// PgBouncer refuses to be root; nobody else can be had everywhere
	private static final String UNPRIVILEGED_USER = "nobody";

	private final Process process;

	private final int port;

	private PgBouncer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a pooler in transaction mode.
	 * @param server what it pools connections of: its certificate must name 127.0.0.1
	 * @param certificate what the pooler presents to its clients
	 * @param directory where to write its files
	 * @return the running pooler
	 * @throws IOException if it can't be started
	 */
	static PgBouncer start(TlsPostgres server, ServerCertificate certificate, Path directory) throws IOException {
		int port = freePort();
		Files.writeString(directory.resolve("server.crt"), certificate.certificatePem());
		Files.writeString(directory.resolve("server.key"), certificate.keyPem());
		Files.writeString(directory.resolve("root.crt"), server.authority().rootPem());
		Files.writeString(directory.resolve("userlist.txt"),
				"\"%s\" \"%s\"".formatted(TlsPostgres.USER, TlsPostgres.PASSWORD));
		// TLS 1.2 to the server, so that a test can tell the two connections apart
		Path configuration = Files.writeString(directory.resolve("pgbouncer.ini"), """
				[databases]
				%1$s = host=127.0.0.1 port=%2$d dbname=%1$s
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %3$d
				unix_socket_dir =
				pool_mode = transaction
				default_pool_size = 2
				ignore_startup_parameters = extra_float_digits
				auth_type = scram-sha-256
				auth_file = %4$s/userlist.txt
				client_tls_sslmode = require
				client_tls_cert_file = %4$s/server.crt
				client_tls_key_file = %4$s/server.key
				server_tls_sslmode = verify-full
				server_tls_ca_file = %4$s/root.crt
				server_tls_protocols = tlsv1.2
				""".formatted(TlsPostgres.DATABASE, server.port(), port, directory));
		// Test keys only: the pooler's user must read them in JUnit's private folder
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path log = directory.resolve("pgbouncer.log");
		PgBouncer pooler = new PgBouncer(new ProcessBuilder(command(configuration)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start(), port);
		Awaitility.await().until(() -> pooler.isListening(log));
		return pooler;
	}

	private static List<String> command(Path configuration) {
		List<String> command = new ArrayList<>();
		command.add(Tool.executable("pgbouncer").orElseThrow().toString());
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("-u", UNPRIVILEGED_USER));
		}
		command.add(configuration.toString());
		return command;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean isListening(Path log) throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("PgBouncer stopped: " + Files.readString(log));
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}

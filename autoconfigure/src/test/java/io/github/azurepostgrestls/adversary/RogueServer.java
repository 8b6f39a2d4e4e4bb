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

package io.github.azurepostgrestls.adversary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A server on this machine that plays one script on each connection.
 *
 * @author the azure-postgres-tls contributors
 */
final class RogueServer implements AutoCloseable {

	/**
	 * How long a connection is kept open at most. A client that waits this long has no
	 * limit of its own.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(7);

	private static final int BACKLOG = 50;

	private static final int FILLING_MILLIS = 200;

	private final ServerSocket listener;

	private final List<Script> scripts;

	private final List<RogueConnection> connections = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<Socket> unaccepted = new ArrayList<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	/**
	 * Start a server on the loopback address.
	 * @param scripts what it does on its first connection and on those that follow; the
	 * last one is played again and again, and without any it accepts no connection
	 * @throws IOException if it can't be started
	 */
	RogueServer(List<Script> scripts) throws IOException {
		this.scripts = List.copyOf(scripts);
		this.listener = new ServerSocket(0, scripts.isEmpty() ? 1 : BACKLOG, InetAddress.getLoopbackAddress());
		if (scripts.isEmpty()) {
			fillBacklog();
		}
		else {
			start("accept", this::accept);
		}
	}

	// Further connections are not made then, as behind a firewall that drops packets
	private void fillBacklog() throws IOException {
		try {
			while (this.unaccepted.size() < BACKLOG) {
				Socket socket = new Socket();
				this.unaccepted.add(socket);
				socket.connect(this.listener.getLocalSocketAddress(), FILLING_MILLIS);
			}
		}
		catch (SocketTimeoutException ex) {
			// The backlog is full
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				socket.setTcpNoDelay(true);
				RogueConnection connection = new RogueConnection(socket);
				Script script = this.scripts.get(Math.min(this.connections.size(), this.scripts.size() - 1));
				this.connections.add(connection);
				this.timer.schedule(() -> abandon(connection), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
				start("record", connection::record);
				start("play", () -> play(script, connection));
			}
			catch (IOException ex) {
				// The server was closed; the loop's condition tells
			}
		}
	}

	private void play(Script script, RogueConnection connection) {
		try {
			script.run(connection);
		}
		catch (IOException ex) {
			// The client closed the connection before the end
		}
		catch (Exception | AssertionError ex) {
			this.errors.add(ex);
		}
	}

	private static void abandon(RogueConnection connection) {
		try {
			connection.abandon();
		}
		catch (IOException ex) {
			// Closed already
		}
	}

	private void start(String task, Runnable runnable) {
		Thread thread = new Thread(runnable, "rogue-%d-%s".formatted(port(), task));
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Return the connections.
	 * @return all connections, in the order in which they were made
	 */
	List<RogueConnection> connections() {
		return List.copyOf(this.connections);
	}

	/**
	 * Return the errors of the scripts.
	 * @return the exceptions, without those of closed connections
	 */
	List<Throwable> errors() {
		return List.copyOf(this.errors);
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.timer.shutdownNow();
		this.connections.forEach(RogueServer::abandon);
		for (Socket socket : this.unaccepted) {
			socket.close();
		}
	}

}

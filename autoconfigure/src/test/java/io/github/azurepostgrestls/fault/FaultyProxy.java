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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections to a server on this machine, with the faults that a test asks for.
 *
 * @author the azure-postgres-tls contributors
 */
final class FaultyProxy implements AutoCloseable {

	// Room for a test's connections, all of which may come at once
	private static final int BACKLOG = 500;

	private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<FaultyLink> links = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	// Written by the thread that accepts only
	private volatile @Nullable FaultyLink newest;

	// Written by the test, as is what follows
	private volatile int target;

	private volatile Fault fault = Fault.NONE;

	private FaultyProxy(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/**
	 * Start a proxy.
	 * @param target the port to forward to
	 * @return the running proxy
	 * @throws IOException if it can't listen
	 */
	static FaultyProxy start(int target) throws IOException {
		ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		FaultyProxy proxy = new FaultyProxy(listener, target);
		proxy.threads.execute(proxy::accept);
		return proxy;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				connect(client);
				this.accepted.incrementAndGet();
			}
			catch (IOException ex) {
				// The proxy was closed; the loop's condition tells
			}
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			FaultyLink link = new FaultyLink(client, server, this.fault);
			this.links.add(link);
			this.newest = link;
			this.threads.execute(link::forwardToServer);
			this.threads.execute(() -> {
				link.forwardToClient();
				this.links.remove(link);
			});
		}
		catch (IOException ex) {
			// As the kernel does where nobody listens
			FaultyLink.reset(client);
		}
	}

	/**
	 * Let something happen to all connections from the next on.
	 * @param fault what happens
	 */
	void inject(Fault fault) {
		this.fault = fault;
	}

	/**
	 * Forward to another server from the next connection on.
	 * @param target the port to forward to
	 */
	void forwardTo(int target) {
		this.target = target;
	}

	/**
	 * Reset the connections that there are.
	 * @return how many there were
	 */
	int resetAll() {
		List<FaultyLink> open = List.copyOf(this.links);
		open.forEach(FaultyLink::reset);
		return open.size();
	}

	/**
	 * Forward nothing more on the connections that there are, and tell nobody.
	 */
	void silenceAll() {
		this.links.forEach(FaultyLink::silence);
	}

	/**
	 * Return how many connections were made.
	 * @return the number since the start
	 */
	int accepted() {
		return this.accepted.get();
	}

	/**
	 * Wait until the server has sent something on a connection.
	 * @param connection the number of the connection, from {@code 1}
	 * @param bytes the number of bytes
	 */
	void awaitBytes(int connection, long bytes) {
		await(() -> this.accepted.get() >= connection && bytesFromServer() >= bytes);
	}

	/**
	 * Return how many bytes the server has sent on the newest connection.
	 * @return the number of bytes
	 */
	long bytesFromServer() {
		FaultyLink link = this.newest;
		return (link != null) ? link.bytesFromServer() : 0;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL).until(condition);
	}

	/**
	 * Wait until all connections have ended.
	 */
	void awaitNoneOpen() {
		await(this.links::isEmpty);
	}

	/**
	 * Return the port of the proxy.
	 * @return the port on the loopback address
	 */
	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.links.forEach(FaultyLink::close);
		this.threads.shutdownNow();
	}

}

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

package io.github.azurepostgrestls.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A TCP connection with one {@link Deadline} for all that is read until its server is
 * verified. A time-out of each read alone would let a server that sends a byte a second
 * go on for as long as it likes.
 *
 * @author the azure-postgres-tls contributors
 */
abstract class BoundedSocket extends Socket {

	// The driver counts down its connectTimeout over all hosts of a URL and gives the
	// hosts after a silent one a millisecond
	private static final int SHORTEST_CONNECT_TIMEOUT = 1000;

	private final Duration limit;

	private final ReceivedPrefix received = new ReceivedPrefix();

	// Written by the thread that connects; null before, and once the server is verified
	private volatile @Nullable Deadline deadline;

	// What the driver asked for, in force when there is no deadline
	private volatile int timeout;

	private volatile boolean timedOut;

	private final AtomicReference<@Nullable Runnable> closeAction = new AtomicReference<>();

	BoundedSocket(Duration limit) {
		this.limit = limit;
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		Deadline deadline = Deadline.in(this.limit);
		this.deadline = deadline;
		super.connect(endpoint, deadline.timeout((timeout >= SHORTEST_CONNECT_TIMEOUT) ? timeout : 0));
	}

	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		this.timeout = timeout;
		super.setSoTimeout(timeout);
	}

	@Override
	public int getSoTimeout() {
		return this.timeout;
	}

	/**
	 * Return what the server sends, read within the deadline while there is one.
	 * @return the stream
	 * @throws IOException if the connection is closed
	 */
	InputStream boundedInput() throws IOException {
		return new BoundedInputStream(this, super.getInputStream());
	}

	int read(InputStream in, byte[] buffer, int offset, int length) throws IOException {
		Deadline deadline = this.deadline;
		return (deadline != null) ? read(in, buffer, offset, length, deadline) : in.read(buffer, offset, length);
	}

	private int read(InputStream in, byte[] buffer, int offset, int length, Deadline deadline) throws IOException {
		try {
			super.setSoTimeout(deadline.timeout(this.timeout));
			int count = in.read(buffer, offset, length);
			this.received.add(buffer, offset, count);
			return count;
		}
		catch (SocketTimeoutException ex) {
			this.timedOut = true;
			throw ex;
		}
	}

	ReceivedPrefix received() {
		return this.received;
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

	Duration elapsed() {
		Deadline deadline = this.deadline;
		return (deadline != null) ? deadline.elapsed() : Duration.ZERO;
	}

	void limitToTimeout() {
		Deadline deadline = this.deadline;
		this.deadline = (deadline != null) ? deadline.atMost(this.timeout) : null;
	}

	void endDeadline() throws SocketException {
		this.deadline = null;
		super.setSoTimeout(this.timeout);
	}

	/**
	 * Do something when the socket is closed.
	 * @param action what to do, once; at once if it is closed already
	 */
	void onClose(Runnable action) {
		this.closeAction.set(action);
		if (isClosed()) {
			closed();
		}
	}

	@Override
	public void close() throws IOException {
		try {
			super.close();
		}
		finally {
			closed();
		}
	}

	private void closed() {
		Runnable action = this.closeAction.getAndSet(null);
		if (action != null) {
			action.run();
		}
	}

}

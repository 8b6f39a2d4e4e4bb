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

import java.time.Duration;

/**
 * What happens to the bytes that a server sends on one connection.
 *
 * @param kind what happens
 * @param position the number of bytes after which it happens
 * @param delay how long bytes are held back, where they are
 * @author the azure-postgres-tls contributors
 */
record Fault(Kind kind, long position, Duration delay) {

	/** All bytes are forwarded as they are. */
	static final Fault NONE = new Fault(Kind.NONE, Long.MAX_VALUE, Duration.ZERO);

	/**
	 * Nothing more arrives, and the connection stays open.
	 * @param position the number of bytes that arrive
	 * @return the fault
	 */
	static Fault stallAfter(long position) {
		return new Fault(Kind.STALL, position, Duration.ZERO);
	}

	/**
	 * The connection is closed in good order.
	 * @param position the number of bytes that arrive
	 * @return the fault
	 */
	static Fault closeAfter(long position) {
		return new Fault(Kind.CLOSE, position, Duration.ZERO);
	}

	/**
	 * The connection is reset.
	 * @param position the number of bytes that arrive
	 * @return the fault
	 */
	static Fault resetAfter(long position) {
		return new Fault(Kind.RESET, position, Duration.ZERO);
	}

	/**
	 * One bit arrives wrong.
	 * @param position the number of bytes that arrive before it
	 * @return the fault
	 */
	static Fault corruptAfter(long position) {
		return new Fault(Kind.CORRUPT, position, Duration.ZERO);
	}

	/**
	 * One byte arrives twice.
	 * @param position the number of bytes that arrive before it
	 * @return the fault
	 */
	static Fault duplicateAfter(long position) {
		return new Fault(Kind.DUPLICATE, position, Duration.ZERO);
	}

	/**
	 * The rest arrives late.
	 * @param position the number of bytes that arrive in time
	 * @param delay how late
	 * @return the fault
	 */
	static Fault delayAfter(long position, Duration delay) {
		return new Fault(Kind.DELAY, position, delay);
	}

	/**
	 * The rest arrives byte by byte.
	 * @param position the number of bytes that arrive at once
	 * @param delay how late each of the others arrives after the one before
	 * @return the fault
	 */
	static Fault trickleAfter(long position, Duration delay) {
		return new Fault(Kind.TRICKLE, position, delay);
	}

	/**
	 * Everything arrives late, in both directions.
	 * @param delay how late
	 * @return the fault
	 */
	static Fault latency(Duration delay) {
		return new Fault(Kind.LATENCY, 0, delay);
	}

	/**
	 * What happens.
	 */
	enum Kind {

		/** Nothing. */
		NONE,

		/** Nothing more arrives. */
		STALL,

		/** The connection is closed. */
		CLOSE,

		/** The connection is reset. */
		RESET,

		/** One bit arrives wrong. */
		CORRUPT,

		/** One byte arrives twice. */
		DUPLICATE,

		/** The rest arrives late. */
		DELAY,

		/** The rest arrives byte by byte. */
		TRICKLE,

		/** Everything arrives late. */
		LATENCY

	}

}

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

package io.github.azurepostgrestls.test;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The server that all tests of this JVM share. It stops with the JVM.
 *
 * @author the azure-postgres-tls contributors
 */
final class SharedTlsPostgres {

	// Guarded by this class
	private static @Nullable TlsPostgres server;

	private static final AtomicInteger databases = new AtomicInteger();

	private SharedTlsPostgres() {
	}

	static synchronized TlsPostgres get() {
		TlsPostgres shared = server;
		if (shared == null) {
			shared = start();
			server = shared;
		}
		return shared;
	}

	private static TlsPostgres start() {
		try {
			return TlsPostgres.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The PostgreSQL server can't be started", ex);
		}
	}

	static synchronized @Nullable TlsPostgres getIfStarted() {
		return server;
	}

	static String createDatabase() {
		return get().createDatabase("test_" + databases.incrementAndGet());
	}

}

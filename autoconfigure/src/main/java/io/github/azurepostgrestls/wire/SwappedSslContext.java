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

import java.security.GeneralSecurityException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.github.azurepostgrestls.trust.TlsMaterial;
import io.github.azurepostgrestls.trust.TrustSource;
import org.jspecify.annotations.Nullable;

/**
 * The SSLContext of a DataSource, which is built once and swapped whole when trust has
 * changed: a context that is kept could resume sessions that the former trust verified.
 *
 * @author the azure-postgres-tls contributors
 */
final class SwappedSslContext {

	private final TrustSource trust;

	private final PendingHandshakes handshakes;

	private final HandshakeListener listener;

	// Written by swap. Built with the first connection: to load TLS takes its time, which
	// no start should
	private volatile @Nullable Current current;

	SwappedSslContext(TrustSource trust, PendingHandshakes handshakes, HandshakeListener listener) {
		this.trust = trust;
		this.handshakes = handshakes;
		this.listener = listener;
	}

	/**
	 * Return the context for the next connection.
	 * @return the context with what it was built from
	 */
	Current current() {
		TlsMaterial material = this.trust.current();
		Current current = this.current;
		return (current != null && current.material() == material) ? current : swap(material);
	}

	private synchronized Current swap(TlsMaterial material) {
		Current current = this.current;
		if (current == null || current.material() != material) {
			current = new Current(material, create(material));
			this.current = current;
		}
		return current;
	}

	private SSLContext create(TlsMaterial material) {
		try {
			SSLContext sslContext = SSLContext.getInstance("TLS");
			sslContext.init(material.keyManagers().toArray(KeyManager[]::new),
					new TrustManager[] { new HandshakeVerifier(material.trust(), this.handshakes, this.listener) },
					null);
			// PostgreSQL never resumes a session, so none is worth keeping
			sslContext.getClientSessionContext().setSessionCacheSize(1);
			return sslContext;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't speak TLS", ex);
		}
	}

	/**
	 * A context and what it was built from.
	 *
	 * @param material whom to believe, what to show, and what to speak
	 * @param sslContext the context
	 */
	record Current(TlsMaterial material, SSLContext sslContext) {

	}

}

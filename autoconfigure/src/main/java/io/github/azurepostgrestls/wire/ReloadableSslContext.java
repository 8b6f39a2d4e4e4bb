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
import java.util.Map;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.github.azurepostgrestls.trust.TlsMaterial;
import io.github.azurepostgrestls.trust.TrustSource;
import org.jspecify.annotations.Nullable;

/**
 * The SSLContext of a DataSource, built once and replaced when the trust has changed.
 *
 * @author the azure-postgres-tls contributors
 */
final class ReloadableSslContext {

	// More than the seven days that a ticket may live, in seconds
	private static final int LONGER_THAN_TICKETS = 8 * 24 * 60 * 60;

	private final TrustSource trust;

	private final Map<Object, Handshake> handshakes;

	// Written by swap. Created lazily: initializing TLS would slow startup
	private volatile @Nullable Current current;

	ReloadableSslContext(TrustSource trust, Map<Object, Handshake> handshakes) {
		this.trust = trust;
		this.handshakes = handshakes;
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

	/**
	 * Return the context that was asked for last, without a look at what it comes from.
	 * @return the context with what it was built from
	 */
	Current latest() {
		Current current = this.current;
		return (current != null) ? current : current();
	}

	/**
	 * Return whether {@link #current()} has nothing to do.
	 * @return whether the context is there, and what it comes from can't have changed
	 */
	boolean isFresh() {
		Current current = this.current;
		return current != null && !this.trust.looksAtFiles() && current.material() == this.trust.current();
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
					new TrustManager[] { new ServerTrustManager(material.trust(), this.handshakes) }, null);
			// No session may be resumed, or a server would be let in without its
			// certificate.
			// JSSE discards tickets where sessions outlive them (RFC 8446, 4.6.1)
			sslContext.getClientSessionContext().setSessionCacheSize(1);
			sslContext.getClientSessionContext().setSessionTimeout(LONGER_THAN_TICKETS);
			return sslContext;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM can't speak TLS", ex);
		}
	}

	/**
	 * A context and what it was built from.
	 *
	 * @param material the material
	 * @param sslContext the context
	 */
	record Current(TlsMaterial material, SSLContext sslContext) {

	}

}

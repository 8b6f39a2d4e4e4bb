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

import javax.net.ssl.SSLException;

/**
 * A handshake ended without what the guarantee needs.
 *
 * @author the azure-postgres-tls contributors
 */
public class UnprovenServerException extends SSLException {

	private final Missing missing;

	UnprovenServerException(Missing missing) {
		super("The handshake ended without %s".formatted(missing));
		this.missing = missing;
	}

	/**
	 * Return what was missing.
	 * @return what the server didn't show
	 */
	public Missing getMissing() {
		return this.missing;
	}

	/**
	 * What a server must show in its handshake.
	 */
	public enum Missing {

		/** A certificate that was verified in this handshake. */
		CERTIFICATE,

		/** The protocol {@code postgresql} (ALPN), which direct negotiation demands. */
		APPLICATION_PROTOCOL

	}

}

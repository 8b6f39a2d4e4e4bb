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
import java.security.cert.X509Certificate;
import java.util.List;

import io.github.azurepostgrestls.text.UntrustedException;
import io.github.azurepostgrestls.text.UntrustedText;

/**
 * A TLS handshake failed for another reason than the server's certificate.
 *
 * @author the azure-postgres-tls contributors
 */
public class HandshakeFailedException extends IOException implements ServerFailure {

	private static final int MESSAGE_LIMIT = 500;

	private final ServerAddress server;

	private final transient List<X509Certificate> presentedChain;

	HandshakeFailedException(ServerAddress server, List<X509Certificate> presentedChain, IOException cause) {
		super("The TLS handshake with %s failed: %s".formatted(server,
				UntrustedText.show(String.valueOf(cause.getMessage()), MESSAGE_LIMIT)),
				UntrustedException.harmless(cause));
		this.server = server;
		this.presentedChain = presentedChain;
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

	@Override
	public List<X509Certificate> getPresentedChain() {
		return this.presentedChain;
	}

}

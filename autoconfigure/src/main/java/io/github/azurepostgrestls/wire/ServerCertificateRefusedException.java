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

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import io.github.azurepostgrestls.text.UntrustedException;
import io.github.azurepostgrestls.text.UntrustedText;
import io.github.azurepostgrestls.trust.RootCertificates;

/**
 * A server was refused because of the certificate that it presented.
 *
 * @author the azure-postgres-tls contributors
 */
public class ServerCertificateRefusedException extends CertificateException implements ServerFailure {

	// Some of the JDK's texts quote the certificate
	private static final int MESSAGE_LIMIT = 500;

	private final ServerAddress server;

	private final transient List<X509Certificate> presentedChain;

	private final transient RootCertificates trustedRoots;

	private final String serverName;

	private final Instant refusedAt;

	ServerCertificateRefusedException(ServerAddress server, String serverName, List<X509Certificate> presentedChain,
			RootCertificates trustedRoots, CertificateException cause) {
		super("The certificate of %s was refused: %s".formatted(server,
				UntrustedText.show(String.valueOf(cause.getMessage()), MESSAGE_LIMIT)),
				UntrustedException.harmless(cause));
		this.server = server;
		this.presentedChain = List.copyOf(presentedChain);
		this.trustedRoots = trustedRoots;
		this.serverName = serverName;
		this.refusedAt = Instant.now();
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

	@Override
	public List<X509Certificate> getPresentedChain() {
		return this.presentedChain;
	}

	/**
	 * Return the roots that were trusted at that moment.
	 * @return the roots
	 */
	public RootCertificates getTrustedRoots() {
		return this.trustedRoots;
	}

	/**
	 * Return the name that the certificate had to have.
	 * @return the host, unless {@code azure.postgres.tls.server-name} is set
	 */
	public String getServerName() {
		return this.serverName;
	}

	/**
	 * Return when the server was refused.
	 * @return the point in time
	 */
	public Instant getRefusedAt() {
		return this.refusedAt;
	}

}

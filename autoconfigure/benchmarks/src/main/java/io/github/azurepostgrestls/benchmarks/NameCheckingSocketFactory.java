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

package io.github.azurepostgrestls.benchmarks;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The least that verified TLS can cost where Java checks the host name, and not the
 * driver alone. That check loads the JDK's own roots.
 *
 * @author the azure-postgres-tls contributors
 */
public final class NameCheckingSocketFactory extends FloorSocketFactory {

	/**
	 * Create a new {@link NameCheckingSocketFactory} instance.
	 * @param root the trusted root, a file in PEM format
	 */
	public NameCheckingSocketFactory(String root) {
		super(root);
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		SSLSocket created = (SSLSocket) super.createSocket(socket, host, port, autoClose);
		SSLParameters parameters = created.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		created.setSSLParameters(parameters);
		return created;
	}

}

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

import javax.net.ssl.SSLSocket;

/**
 * Is told how the handshakes of one DataSource's connections went. Called in the thread
 * that connects, which differs from connection to connection.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public interface HandshakeListener {

	/**
	 * A server was verified. The handshake is about to be finished.
	 * @param session what was negotiated
	 * @param socket the connection; it may only be held weakly
	 */
	void verified(NegotiatedSession session, SSLSocket socket);

	/**
	 * A connection couldn't be made, or the server was refused.
	 * @param failure why: for example a {@link ServerCertificateRefusedException}
	 */
	void failed(Exception failure);

}

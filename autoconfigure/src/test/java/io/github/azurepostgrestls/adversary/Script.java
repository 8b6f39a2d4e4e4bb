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

package io.github.azurepostgrestls.adversary;

import io.github.azurepostgrestls.testserver.ServerCertificate;

/**
 * What a server does on one connection. A script that ends without closing the connection
 * leaves the server silent.
 *
 * @author the azure-postgres-tls contributors
 */
@FunctionalInterface
interface Script {

	/**
	 * Play the server's part.
	 * @param connection the connection
	 * @throws Exception if the client doesn't play its part
	 */
	void play(RogueConnection connection) throws Exception;

	/**
	 * Do something when the client has asked for TLS.
	 * @param answer what to do then
	 * @return the script
	 */
	static Script onSslRequest(Script answer) {
		return (connection) -> {
			connection.read(RogueConnection.SSL_REQUEST.length);
			answer.play(connection);
		};
	}

	/**
	 * Do something when TLS is agreed on and the client has sent its first record.
	 * @param answer what to do then
	 * @return the script
	 */
	static Script onClientHello(Script answer) {
		return onSslRequest((connection) -> {
			connection.send('S');
			connection.readRecord();
			answer.play(connection);
		});
	}

	/**
	 * Agree to TLS and play the server's part in TLS 1.2.
	 * @param certificate what the server presents
	 * @param part the part
	 * @return the script
	 */
	static Script tls12(ServerCertificate certificate, Part<Tls12Server> part) {
		return onSslRequest((connection) -> {
			connection.send('S');
			part.play(Tls12Server.accept(connection, certificate));
		});
	}

	/**
	 * Agree to TLS and play the server's part in TLS 1.3.
	 * @param certificate what the server presents
	 * @param part the part
	 * @return the script
	 */
	static Script tls13(ServerCertificate certificate, Part<Tls13Server> part) {
		return onSslRequest((connection) -> {
			connection.send('S');
			part.play(Tls13Server.accept(connection, certificate));
		});
	}

	/**
	 * The server's part in a handshake and after it.
	 *
	 * @param <T> the kind of server
	 */
	@FunctionalInterface
	interface Part<T> {

		void play(T server) throws Exception;

	}

}

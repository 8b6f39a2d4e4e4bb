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

import io.github.azurepostgrestls.test.ServerCertificate;

/**
 * What a server does on one connection. A script that ends without closing the connection
 * leaves the server silent.
 *
 * @author the azure-postgres-tls contributors
 */
@FunctionalInterface
interface Script {

	/**
	 * Run the script.
	 * @param connection the connection
	 * @throws Exception if the client does not complete the handshake
	 */
	void run(RogueConnection connection) throws Exception;

	/**
	 * Do something when the client has asked for TLS.
	 * @param answer what to do then
	 * @return the script
	 */
	static Script onSslRequest(Script answer) {
		return (connection) -> {
			connection.read(RogueConnection.SSL_REQUEST.length);
			answer.run(connection);
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
			answer.run(connection);
		});
	}

	/**
	 * Agree to TLS and run the server side of TLS 1.2.
	 * @param certificate what the server presents
	 * @param script what it does
	 * @return the script
	 */
	static Script tls12(ServerCertificate certificate, TlsScript<Tls12Server> script) {
		return onSslRequest((connection) -> {
			connection.send('S');
			script.run(Tls12Server.accept(connection, certificate));
		});
	}

	/**
	 * Agree to TLS and run the server side of TLS 1.3.
	 * @param certificate what the server presents
	 * @param script what it does
	 * @return the script
	 */
	static Script tls13(ServerCertificate certificate, TlsScript<Tls13Server> script) {
		return onSslRequest((connection) -> {
			connection.send('S');
			script.run(Tls13Server.accept(connection, certificate));
		});
	}

	/**
	 * The server side of a handshake and after it.
	 *
	 * @param <T> the kind of server
	 */
	@FunctionalInterface
	interface TlsScript<T> {

		void run(T server) throws Exception;

	}

}

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
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.azurepostgrestls.concurrent.NewThread;
import io.github.azurepostgrestls.test.ServerCertificate;

import org.springframework.util.function.ThrowingSupplier;

/**
 * The server's side of TLS over a connection: shakes hands, sends one byte and receives
 * what the client sends until it closes.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsPeer {

	private TlsPeer() {
	}

	/**
	 * Serve one connection.
	 * @param socket the connection
	 * @param certificate the server's certificate
	 * @param applicationProtocols the protocols that the server chooses from (ALPN)
	 * @return what the client sends over TLS, or the failure of the handshake
	 */
	static CompletableFuture<byte[]> serve(Socket socket, ServerCertificate certificate,
			String... applicationProtocols) {
		return CompletableFuture.supplyAsync(
				ThrowingSupplier.of(() -> receive(socket, JsseServer.contextOf(certificate), applicationProtocols)),
				NewThread.PER_TASK);
	}

	/**
	 * Serve one connection that starts with an SSLRequest.
	 * @param socket the connection
	 * @param certificate the server's certificate
	 * @return what the client sends over TLS, or the failure of the handshake
	 */
	static CompletableFuture<byte[]> agreeAndServe(Socket socket, ServerCertificate certificate) {
		return CompletableFuture.supplyAsync(ThrowingSupplier.of(() -> {
			socket.getInputStream().readNBytes(FirstPacket.sslRequest().length);
			socket.getOutputStream().write('S');
			return receive(socket, JsseServer.contextOf(certificate));
		}), NewThread.PER_TASK);
	}

	private static byte[] receive(Socket socket, SSLContext context, String... applicationProtocols)
			throws IOException {
		try (SSLSocket connection = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, null, socket.getPort(), true)) {
			connection.setUseClientMode(false);
			connection.setHandshakeApplicationProtocolSelector(
					(engine, offered) -> choose(List.of(applicationProtocols), offered));
			connection.startHandshake();
			connection.getOutputStream().write('!');
			connection.getOutputStream().flush();
			return connection.getInputStream().readAllBytes();
		}
	}

	// An empty string chooses none
	private static String choose(List<String> known, List<String> offered) {
		return offered.stream().filter(known::contains).findFirst().orElse("");
	}

}

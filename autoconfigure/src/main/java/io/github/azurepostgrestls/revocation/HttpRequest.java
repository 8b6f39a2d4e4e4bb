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

package io.github.azurepostgrestls.revocation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A request for what an authority publishes about its certificates, over plain HTTP. What
 * comes back is bounded in bytes and time from the first byte to the last, and the
 * connection is closed in any case.
 * <p>
 * The JDK's own clients can't promise that. {@link java.net.URLConnection} waits again
 * for each byte, and {@link java.net.http.HttpClient} neither bounds the header fields in
 * each release nor closes the connection when they are too long.
 *
 * @param address where to ask
 * @param fields the header fields that describe the body
 * @param body the body, empty to ask with GET
 * @author the azure-postgres-tls contributors
 */
record HttpRequest(URI address, String fields, byte[] body) {

	private static final int DEFAULT_PORT = 80;

	private static final int MAXIMUM_HEAD = 16 * 1024;

	static HttpRequest get(URI address) {
		return new HttpRequest(address, "", new byte[0]);
	}

	static HttpRequest post(URI address, String contentType, byte[] body) {
		return new HttpRequest(address,
				"Content-Type: %s\r\nContent-Length: %d\r\n".formatted(contentType, body.length), body);
	}

	/**
	 * Send the request and read the response. Redirects are not followed: over plain HTTP
	 * anyone on the way could lead to addresses that only this machine can reach.
	 * @param maximum how many bytes the body of the response may have
	 * @param limit how long all of it may take
	 * @return the body of a response with the status 200
	 * @throws IOException if there is none
	 */
	byte[] send(int maximum, Duration limit) throws IOException {
		long deadline = System.nanoTime() + limit.toNanos();
		Proxy proxy = proxy();
		boolean relayed = proxy.type() == Proxy.Type.HTTP;
		try (Socket socket = new Socket(relayed ? Proxy.NO_PROXY : proxy)) {
			socket.connect(relayed ? resolved((InetSocketAddress) proxy.address()) : server(),
					BoundedInput.millisUntil(deadline));
			socket.getOutputStream().write(encoded(relayed));
			return HttpResponse
				.readBody(new BufferedInputStream(new BoundedInput(socket, MAXIMUM_HEAD + maximum, deadline)), maximum);
		}
	}

	// What the JVM is configured with, as for the JDK's own clients
	private Proxy proxy() {
		return Optional.ofNullable(ProxySelector.getDefault())
			.flatMap((selector) -> selector.select(this.address).stream().findFirst())
			.orElse(Proxy.NO_PROXY);
	}

	private static InetSocketAddress resolved(InetSocketAddress address) {
		return new InetSocketAddress(address.getHostString(), address.getPort());
	}

	private InetSocketAddress server() {
		return new InetSocketAddress(this.address.getHost(),
				(this.address.getPort() >= 0) ? this.address.getPort() : DEFAULT_PORT);
	}

	private byte[] encoded(boolean relayed) {
		URI uri = URI.create(this.address.toASCIIString());
		String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
		String target = (uri.getRawQuery() != null) ? path + "?" + uri.getRawQuery() : path;
		String host = (uri.getPort() >= 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		String head = "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Java\r\nAccept: */*\r\nConnection: close\r\n%s\r\n"
			.formatted((this.body.length > 0) ? "POST" : "GET", relayed ? "http://" + host + target : target, host,
					this.fields);
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		encoded.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
		encoded.writeBytes(this.body);
		return encoded.toByteArray();
	}

}

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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpRequest} and {@link HttpResponse}.
 *
 * @author the azure-postgres-tls contributors
 */
class HttpRequestTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.0 200\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\ncontent-length:5\r\nX: y\r\n\r\nhello and more",
			"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n" })
	void readsTheBody(String response) throws Exception {
		assertThat(get(response)).isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "HTTP/2 200 OK\r\n\r\nhello", "HTTP/1.1 200 OK\r\n",
			"HTTP/1.1 204 None\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello\r\n0\r\n\r\n" })
	void refusesWhatIsNoWholeResponse(String response) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(response));
	}

	@Test
	void refusesMoreThanTheMaximumInAnyForm() throws Exception {
		String most = "x".repeat(1024);
		assertThat(get("HTTP/1.1 200 OK\r\n\r\n" + most)).isEqualTo(most);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("HTTP/1.1 200 OK\r\n\r\n" + most + "x"))
			.withMessageContaining("longer than 1 KiB");
		String chunk = "400\r\n" + most + "\r\n";
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(
					() -> get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "1\r\nx\r\n0\r\n\r\n"))
			.withMessageContaining("longer than 1 KiB");
	}

	@Test
	void asksForPathAndQuery() throws Exception {
		try (HttpResponder responder = responding("HTTP/1.1 200 OK\r\n\r\nhello")) {
			HttpRequest.get(responder.address().resolve("/some%20list.crl?part=1")).send(1024, LIMIT);
			assertThat(responder.head()).startsWith("GET /some%20list.crl?part=1 HTTP/1.1\r\nHost: 127.0.0.1:");
		}
	}

	@Test
	void asksThroughTheProxyOfTheJvm() throws Exception {
		ProxySelector original = ProxySelector.getDefault();
		try (HttpResponder proxy = responding("HTTP/1.1 200 OK\r\n\r\nhello")) {
			ProxySelector.setDefault(new FixedProxy(proxy.address().getPort()));
			HttpRequest.get(URI.create("http://crl.example.com/list.crl")).send(1024, LIMIT);
			assertThat(proxy.head())
				.startsWith("GET http://crl.example.com/list.crl HTTP/1.1\r\nHost: crl.example.com\r\n");
		}
		finally {
			ProxySelector.setDefault(original);
		}
	}

	private static String get(String response) throws IOException {
		try (HttpResponder responder = responding(response)) {
			return new String(HttpRequest.get(responder.address()).send(1024, LIMIT), StandardCharsets.US_ASCII);
		}
	}

	private static HttpResponder responding(String response) throws IOException {
		return new HttpResponder((request, out, socket) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
	}

	/**
	 * Leads everything through one proxy, whose name isn't resolved.
	 */
	private static final class FixedProxy extends ProxySelector {

		private final int port;

		FixedProxy(int port) {
			this.port = port;
		}

		@Override
		public List<Proxy> select(URI uri) {
			return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", this.port)));
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		}

	}

}

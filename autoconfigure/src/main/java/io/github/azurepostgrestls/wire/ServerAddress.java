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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL server listens.
 *
 * @param host the host name or address
 * @param port the port
 * @author the azure-postgres-tls contributors
 */
public record ServerAddress(String host, int port) {

	// What begins otherwise would be looked up as a host name
	private static final Pattern IPV6 = Pattern.compile("\\[?\\p{XDigit}*:.*");

	/**
	 * Create a new {@link ServerAddress} instance. An IPv6 address gets the form that
	 * sockets show, however it is written.
	 */
	public ServerAddress {
		host = (host.indexOf(':') != -1 && IPV6.matcher(host).matches()) ? canonical(host) : host;
	}

	private static String canonical(String address) {
		try {
			return InetAddress.getByName(address).getHostAddress();
		}
		catch (UnknownHostException ex) {
			// Not an address, and nothing was asked of the DNS
			return address;
		}
	}

	@Override
	public String toString() {
		boolean bracketed = this.host.contains(":") && !this.host.startsWith("[");
		return (bracketed ? "[%s]:%d" : "%s:%d").formatted(this.host, this.port);
	}

}

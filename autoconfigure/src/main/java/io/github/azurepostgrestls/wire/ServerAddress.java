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

/**
 * Where a PostgreSQL server listens.
 *
 * @param host the host name or address
 * @param port the port
 * @author the azure-postgres-tls contributors
 */
public record ServerAddress(String host, int port) {

	/**
	 * Create a new {@link ServerAddress} instance. An IPv6 address has one form, however
	 * it was written.
	 */
	public ServerAddress {
		host = isIpv6(host) ? canonical(host) : host;
	}

	private static boolean isIpv6(String host) {
		return host.contains(":");
	}

	private static String canonical(String address) {
		try {
			return InetAddress.getByName(address).getHostAddress();
		}
		catch (UnknownHostException ex) {
			// Not an address, and no host name either: nothing is asked of the DNS
			return address;
		}
	}

	@Override
	public String toString() {
		return (isIpv6(this.host) ? "[%s]:%d" : "%s:%d").formatted(this.host, this.port);
	}

}

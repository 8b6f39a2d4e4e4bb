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

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A failure that concerns one server.
 *
 * @author the azure-postgres-tls contributors
 */
public interface ServerFailure {

	/**
	 * Return the server that was connected to.
	 * @return host and port as the URL has them
	 */
	ServerAddress getServer();

	/**
	 * Return the chain that the server presented.
	 * @return the certificates in the server's order, its own first; empty if it came to
	 * none
	 */
	default List<X509Certificate> getPresentedChain() {
		return List.of();
	}

}

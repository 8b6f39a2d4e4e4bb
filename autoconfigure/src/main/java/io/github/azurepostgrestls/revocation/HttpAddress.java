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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Reads the addresses that certificates name. Only plain HTTP is spoken: RFC 5280,
 * 4.2.1.13 asks authorities for it, and another server's certificate would have to be
 * verified first.
 *
 * @author the azure-postgres-tls contributors
 */
final class HttpAddress {

	// uniformResourceIdentifier of GeneralName (RFC 5280, 4.2.1.6)
	private static final int URI_TAG = 6;

	private HttpAddress() {
	}

	/**
	 * Return the address.
	 * @param generalName the name
	 * @return the address, if the name is one that can be asked
	 */
	static Optional<URI> of(Asn1Value generalName) {
		if (!generalName.isTagged(URI_TAG)) {
			return Optional.empty();
		}
		try {
			URI uri = new URI(generalName.text());
			return ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) ? Optional.of(uri)
					: Optional.empty();
		}
		catch (URISyntaxException ex) {
			return Optional.empty();
		}
	}

}

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

import java.time.Instant;
import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * Reads of an OCSP response (RFC 6960, 4.2) what the JDK doesn't tell.
 *
 * @author the azure-postgres-tls contributors
 */
final class OcspResponse {

	private OcspResponse() {
	}

	/**
	 * Return when there will be a newer response.
	 * @param encoded a response that has been verified
	 * @return the earliest time that it names, {@code null} if it names none
	 */
	static @Nullable Instant nextUpdate(byte[] encoded) {
		Asn1Value responseBytes = Asn1Value.of(encoded).part(1).part(0);
		Asn1Value responseData = Asn1Value.of(responseBytes.part(1).bytes()).part(0);
		return responseData.parts()
			.stream()
			.filter(Asn1Value::isSequence)
			.flatMap((responses) -> responses.parts().stream())
			.flatMap((response) -> response.parts().stream().skip(3))
			.filter((part) -> part.isTagged(0))
			.map((nextUpdate) -> nextUpdate.part(0).generalizedTime())
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

}

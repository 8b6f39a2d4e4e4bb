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

import java.security.cert.CRLReason;
import java.time.Instant;
import java.util.Date;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a certificate.
 *
 * @param state whether the certificate is revoked
 * @param description why, to follow the word {@code is} or a colon
 * @param cause what was thrown meanwhile, if anything
 * @param nextUpdate when there will be a newer answer, if that is known
 * @author the azure-postgres-tls contributors
 */
record RevocationAnswer(State state, String description, @Nullable Throwable cause, @Nullable Instant nextUpdate) {

	private static final int MAXIMUM_LENGTH = 500;

	static RevocationAnswer good(@Nullable Instant nextUpdate) {
		return new RevocationAnswer(State.GOOD, "not revoked", null, nextUpdate);
	}

	static RevocationAnswer revoked(Date since, @Nullable CRLReason reason, @Nullable Throwable cause) {
		String given = (reason != null && reason != CRLReason.UNSPECIFIED) ? " (%s)".formatted(reason) : "";
		return new RevocationAnswer(State.REVOKED, "revoked since %s%s".formatted(since.toInstant(), given), cause,
				null);
	}

	static RevocationAnswer unknown(String description, @Nullable Throwable cause) {
		return new RevocationAnswer(State.UNKNOWN,
				description.substring(0, Math.min(description.length(), MAXIMUM_LENGTH)), cause, null);
	}

	boolean isKnown() {
		return this.state != State.UNKNOWN;
	}

	/**
	 * Whether a certificate is revoked.
	 */
	enum State {

		/** It is not revoked. */
		GOOD,

		/** It is revoked. */
		REVOKED,

		/** Nobody could tell. */
		UNKNOWN

	}

}

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

package io.github.azurepostgrestls.diagnosis;

import java.security.cert.X509Certificate;
import java.util.List;

import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection failed and what to do.
 *
 * @param reason the reason in one word
 * @param description what happened, in one sentence with the facts of this case
 * @param action what to do, in one sentence
 * @param presentedChain the chain that the server sent, its own certificate first; empty
 * if it sent none
 * @author the azure-postgres-tls contributors
 */
public record Diagnosis(FailureReason reason, String description, String action, List<X509Certificate> presentedChain) {

	private static final int DESCRIPTION_LIMIT = 2000;

	private static final int ACTION_LIMIT = 1000;

	/**
	 * Create a new {@link Diagnosis} instance. Names and messages in it may come from an
	 * unverified peer, so the texts are escaped and cut.
	 */
	public Diagnosis {
		description = UntrustedText.show(description, DESCRIPTION_LIMIT);
		action = UntrustedText.show(action, ACTION_LIMIT);
		presentedChain = List.copyOf(presentedChain);
	}

	Diagnosis(FailureReason reason, String description, String action) {
		this(reason, description, action, List.of());
	}

	Diagnosis withPresentedChain(List<X509Certificate> presentedChain) {
		return new Diagnosis(this.reason, this.description, this.action, presentedChain);
	}

	/**
	 * Find out why a connection failed.
	 * @param failure what was thrown, as the driver, a pool or a framework threw it
	 * @return the diagnosis
	 */
	public static Diagnosis of(Throwable failure) {
		Diagnosis diagnosis = find(failure);
		return (diagnosis != null) ? diagnosis
				: new Diagnosis(FailureReason.CONNECTION_FAILED,
						"No connection: %s.".formatted(new Diagnostician(failure).deepest().getClass().getName()),
						"The log has the whole exception; check host, port, user and the pool's settings.");
	}

	/**
	 * Find out why a connection failed, if that is known.
	 * @param failure what was thrown, as the driver, a pool or a framework threw it
	 * @return the diagnosis, or {@code null} if the exception doesn't say
	 */
	public static @Nullable Diagnosis find(Throwable failure) {
		return new Diagnostician(failure).diagnose();
	}

}

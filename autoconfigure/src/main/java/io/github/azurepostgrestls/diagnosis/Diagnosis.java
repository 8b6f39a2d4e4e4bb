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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.azurepostgrestls.properties.ConnectionBean;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Why a connection failed and what to do.
 *
 * @param reason the reason in one word
 * @param description what happened, in one sentence with the facts of this case
 * @param action what to do, in one sentence
 * @param presentedChain the chain that the server sent, its own certificate first; empty
 * if it sent none
 * @param serverMessage what the server said when it refused the login, or {@code null};
 * it may name users and databases
 * @author the azure-postgres-tls contributors
 */
public record Diagnosis(FailureReason reason, String description, String action, List<X509Certificate> presentedChain,
		@Nullable String serverMessage) {

	private static final int DESCRIPTION_LIMIT = 2000;

	private static final int ACTION_LIMIT = 1000;

	private static final int SERVER_MESSAGE_LIMIT = 500;

	// The server was verified before
	private static final Set<FailureReason> AFTER_TLS = EnumSet.of(FailureReason.LOGIN_REFUSED,
			FailureReason.DATABASE_NOT_FOUND, FailureReason.CLIENT_NOT_ALLOWED, FailureReason.TOO_MANY_CONNECTIONS,
			FailureReason.SERVER_STARTING);

	/**
	 * Create a new {@link Diagnosis} instance. Names and messages in it may come from an
	 * unverified peer, so the texts are escaped and cut.
	 */
	public Diagnosis {
		description = UntrustedText.show(description, DESCRIPTION_LIMIT);
		action = UntrustedText.show(action, ACTION_LIMIT);
		presentedChain = List.copyOf(presentedChain);
		serverMessage = (serverMessage != null) ? UntrustedText.show(serverMessage, SERVER_MESSAGE_LIMIT) : null;
	}

	/**
	 * Create a new {@link Diagnosis} instance of a failure in which the server presented
	 * nothing.
	 * @param reason the reason in one word
	 * @param description what happened
	 * @param action what to do
	 */
	public Diagnosis(FailureReason reason, String description, String action) {
		this(reason, description, action, List.of(), null);
	}

	Diagnosis withPresentedChain(List<X509Certificate> presentedChain) {
		return new Diagnosis(this.reason, this.description, this.action, presentedChain, this.serverMessage);
	}

	Diagnosis withServerMessage(@Nullable String serverMessage) {
		return new Diagnosis(this.reason, this.description, this.action, this.presentedChain, serverMessage);
	}

	/**
	 * Return whether the failure is about TLS.
	 * @return {@code false} if it happened before TLS or after it
	 */
	public boolean isAboutTls() {
		return this.reason != FailureReason.CONNECTION_FAILED && this.reason != FailureReason.CONNECTION_TIMED_OUT
				&& !AFTER_TLS.contains(this.reason);
	}

	/**
	 * Say what happened to a bean, in the same words wherever it is said.
	 * @param bean the bean that connects, or {@code null} if it isn't known
	 * @return the bean, the reason and the description
	 */
	public String describe(@Nullable ConnectionBean bean) {
		return "%s (%s). %s".formatted((bean != null) ? "%s: %s".formatted(bean, outcome())
				: StringUtils.capitalize(outcome()) + " to PostgreSQL", this.reason, this.description);
	}

	/**
	 * Say what happened to a bean, with the server's own message. Not for health, because
	 * that message may name users and databases.
	 * @param bean the bean that connects, or {@code null} if it isn't known
	 * @return the description, and what the server said if it said something
	 */
	public String describeWithServerMessage(@Nullable ConnectionBean bean) {
		return (this.serverMessage != null)
				? "%s%n%nThe server's own message: %s".formatted(describe(bean), this.serverMessage) : describe(bean);
	}

	private String outcome() {
		return AFTER_TLS.contains(this.reason) ? "no connection" : "no secure connection";
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
						"No connection: %s.".formatted(new Causes(failure).deepest().getClass().getName()),
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

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

package io.github.azurepostgrestls.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The question whether one certificate is revoked, asked in a thread of its own: the
 * JDK's checker may wait for a responder much longer than a connection can.
 *
 * @author the azure-postgres-tls contributors
 */
final class RevocationInquiry {

	private final X509Certificate certificate;

	private final X509Certificate issuer;

	private final RevocationLists lists;

	private final FutureTask<Answer> answer = new FutureTask<>(this::ask);

	private final long startedAt = System.nanoTime();

	private RevocationInquiry(X509Certificate certificate, X509Certificate issuer, RevocationLists lists) {
		this.certificate = certificate;
		this.issuer = issuer;
		this.lists = lists;
	}

	static RevocationInquiry start(X509Certificate certificate, X509Certificate issuer, RevocationLists lists) {
		RevocationInquiry inquiry = new RevocationInquiry(certificate, issuer, lists);
		Thread thread = new Thread(inquiry.answer, "azure-postgres-tls-revocation");
		thread.setDaemon(true);
		thread.start();
		return inquiry;
	}

	X509Certificate certificate() {
		return this.certificate;
	}

	boolean isOutdated(Duration validity) {
		return this.answer.isDone() && age().compareTo(validity) > 0;
	}

	private Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/**
	 * Wait for the answer.
	 * @param limit how long after the question
	 * @return the answer, {@link State#UNKNOWN} if there is none in time
	 */
	Answer await(Duration limit) {
		try {
			return this.answer.get(Math.max(0, limit.minus(age()).toNanos()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return new Answer(State.UNKNOWN, "no answer within %d seconds".formatted(limit.toSeconds()), null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer(State.UNKNOWN, "interrupted", null);
		}
		catch (ExecutionException ex) {
			return new Answer(State.UNKNOWN, String.valueOf(ex.getCause()), ex.getCause());
		}
	}

	// Below its issuer as the anchor, so that each certificate has an answer of its own
	private Answer ask() throws GeneralSecurityException {
		X509CRLEntry entry = this.lists.findEntry(this.certificate, this.issuer);
		if (entry != null) {
			return Answer.revoked(entry.getRevocationDate(), entry.getRevocationReason(), null);
		}
		CertPathValidator validator = CertPathValidator.getInstance("PKIX");
		PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
		checker.setOptions(this.lists.isEmpty() ? Set.of() : Set.of(Option.PREFER_CRLS));
		PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(this.issuer, null)));
		parameters.addCertPathChecker(checker);
		parameters.addCertStore(this.lists.of(this.issuer));
		try {
			validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(this.certificate)),
					parameters);
			return new Answer(State.GOOD, "not revoked", null);
		}
		catch (CertPathValidatorException ex) {
			if (ex.getReason() == BasicReason.REVOKED) {
				return (ex.getCause() instanceof CertificateRevokedException revoked)
						? Answer.revoked(revoked.getRevocationDate(), revoked.getRevocationReason(), ex)
						: new Answer(State.REVOKED, "revoked", ex);
			}
			return new Answer(State.UNKNOWN, String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * What is known of a certificate.
	 */
	enum State {

		/** It is not revoked. */
		GOOD,

		/** It is revoked. */
		REVOKED,

		/** Nobody could tell. */
		UNKNOWN

	}

	/**
	 * The answer to the question.
	 *
	 * @param state whether the certificate is revoked
	 * @param description why, to follow the word {@code is} or a colon
	 * @param cause what the JDK's checker said, if anything
	 */
	record Answer(State state, String description, @Nullable Throwable cause) {

		static Answer revoked(Date since, @Nullable CRLReason reason, @Nullable Throwable cause) {
			return new Answer(State.REVOKED, "revoked since %s (%s)".formatted(since.toInstant(),
					Objects.requireNonNullElse(reason, CRLReason.UNSPECIFIED)), cause);
		}

	}

}

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
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.github.azurepostgrestls.text.Seconds;

/**
 * Checks the revocation status of one certificate on a separate thread, so that all
 * connections that wait for the answer share it. The thread ends soon after the limit,
 * whatever those do that are asked.
 *
 * @author the azure-postgres-tls contributors
 */
final class RevocationStatusRequest {

	/** What all that is asked may take together. */
	static final Duration LIMIT = Duration.ofSeconds(5);

	/** How long an answer is good for further connections. */
	private static final Duration VALIDITY = Duration.ofMinutes(1);

	/** How soon those who gave no answer are asked again. */
	private static final Duration RETRY = Duration.ofSeconds(15);

	private final RevocationQuestion question;

	private final CertificateRevocationLists lists;

	private final FutureTask<RevocationAnswer> answer = new FutureTask<>(this::ask);

	private final long startedAt = System.nanoTime();

	private RevocationStatusRequest(RevocationQuestion question, CertificateRevocationLists lists) {
		this.question = question;
		this.lists = lists;
	}

	static RevocationStatusRequest start(RevocationQuestion question, CertificateRevocationLists lists) {
		RevocationStatusRequest request = new RevocationStatusRequest(question, lists);
		Thread thread = new Thread(request.answer, "azure-postgres-tls-revocation");
		thread.setDaemon(true);
		thread.start();
		return request;
	}

	X509Certificate certificate() {
		return this.question.certificate();
	}

	/**
	 * Return whether a new connection has to ask again.
	 * @param instant the time of that connection
	 * @return {@code false} as long as the answer is under way
	 */
	boolean isOutdated(Instant instant) {
		if (!this.answer.isDone()) {
			return false;
		}
		// A clock that was set back doesn't make the answer newer
		Duration age = Duration.between(this.question.askedAt(), instant).abs();
		RevocationAnswer answer = await();
		Instant nextUpdate = answer.nextUpdate();
		if (nextUpdate == null) {
			return age.compareTo(answer.isKnown() ? VALIDITY : RETRY) > 0;
		}
		boolean overdue = !this.question.askedAt().isBefore(nextUpdate);
		return age.compareTo(overdue ? RETRY : VALIDITY) > 0 || (!overdue && !instant.isBefore(nextUpdate));
	}

	/**
	 * Wait for the answer.
	 * @return the answer, which is unknown if there is none in time
	 */
	RevocationAnswer await() {
		try {
			return this.answer.get(Math.max(0, left().toNanos()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return RevocationAnswer.unknown(noAnswerWithin(LIMIT), null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return RevocationAnswer.unknown("interrupted", null);
		}
		catch (ExecutionException ex) {
			return RevocationAnswer.unknown("%.200s".formatted(ex.getCause()), ex.getCause());
		}
	}

	private Duration left() {
		return LIMIT.minusNanos(System.nanoTime() - this.startedAt);
	}

	private RevocationAnswer ask() {
		RevocationAnswer configured = this.lists.answer(this.question, Duration.ZERO);
		return configured.isKnown() ? configured : askAll(sources(), configured);
	}

	// Who configures lists means not to depend on a responder
	private List<RevocationSource> sources() {
		List<? extends RevocationSource> responders = OcspSource.of(certificate());
		List<? extends RevocationSource> points = RevocationListSource.of(certificate());
		return (this.lists.isEmpty() ? Stream.of(responders, points) : Stream.of(points, responders))
			.<RevocationSource>flatMap(List::stream)
			.toList();
	}

	private RevocationAnswer askAll(List<RevocationSource> sources, RevocationAnswer configured) {
		List<String> failures = new ArrayList<>();
		if (!this.lists.isEmpty()) {
			failures.add(configured.description());
		}
		else if (sources.isEmpty()) {
			failures.add("it names no OCSP responder and no distribution point over HTTP");
		}
		Throwable cause = null;
		for (int i = 0; i < sources.size() && left().toMillis() > 0; i++) {
			RevocationSource source = sources.get(i);
			// One that is slow leaves time for the others
			RevocationAnswer answer = ask(source, left().dividedBy(sources.size() - i));
			if (answer.isKnown()) {
				return answer;
			}
			// Both may have been written by others, at any length
			failures.add("%.200s: %.200s".formatted(source.address(), answer.description()));
			cause = answer.cause();
		}
		return RevocationAnswer.unknown(String.join("; ", failures), cause);
	}

	private RevocationAnswer ask(RevocationSource source, Duration limit) {
		try {
			return source.ask(this.question, limit);
		}
		catch (SocketTimeoutException ex) {
			return RevocationAnswer.unknown(noAnswerWithin(limit), ex);
		}
		catch (ConnectException | UnknownHostException ex) {
			return RevocationAnswer.unknown("can't be reached", ex);
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			return RevocationAnswer.unknown((ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getName(), ex);
		}
	}

	private static String noAnswerWithin(Duration limit) {
		return "no answer within " + Seconds.show(limit);
	}

}

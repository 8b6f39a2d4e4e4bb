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

import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.revocation.RevocationAnswer.State;

/**
 * Checks the certificates of a verified path for revocation, through configured lists,
 * OCSP and the lists that the certificates themselves point to.
 *
 * @author the azure-postgres-tls contributors
 */
public final class RevocationCheck {

	/** No check at all. */
	public static final RevocationCheck NONE = new RevocationCheck(RevocationMode.NONE,
			new CertificateRevocationLists(List.of()), InstantSource.system());

	private final RevocationMode mode;

	private final CertificateRevocationLists lists;

	private final InstantSource clock;

	// One for each certificate, however many connections ask
	private final Map<X509Certificate, RevocationStatusRequest> requests = new ConcurrentHashMap<>();

	RevocationCheck(RevocationMode mode, CertificateRevocationLists lists, InstantSource clock) {
		this.mode = mode;
		this.lists = lists;
		this.clock = clock;
	}

	/**
	 * Require that no certificate below the root is revoked.
	 * @param path the path
	 * @throws CertificateRevocationException if one is, or if the mode demands an answer
	 * and there is none
	 */
	public void require(VerifiedPath path) throws CertificateRevocationException {
		if (this.mode == RevocationMode.NONE) {
			return;
		}
		requireUnrevokedRoot(path.trustAnchor());
		Instant now = this.clock.instant();
		this.requests.values().removeIf((request) -> request.isOutdated(now));
		for (RevocationStatusRequest request : requestsFor(path, now)) {
			RevocationAnswer answer = request.await();
			if (answer.state() == State.REVOKED) {
				throw new CertificateRevocationException(request.certificate(), true, answer.description(),
						answer.cause());
			}
			if (answer.state() == State.UNKNOWN && this.mode == RevocationMode.HARD_FAIL) {
				throw new CertificateRevocationException(request.certificate(), false, answer.description(),
						answer.cause());
			}
		}
	}

	// Nobody above a root can revoke it, but its own list may
	private void requireUnrevokedRoot(X509Certificate root) throws CertificateRevocationException {
		X509CRLEntry entry = this.lists.findEntry(root, root);
		if (entry != null) {
			RevocationAnswer answer = RevocationAnswer.revoked(entry.getRevocationDate(), entry.getRevocationReason(),
					null);
			throw new CertificateRevocationException(root, true, answer.description(), null);
		}
	}

	// All are started before one is waited for, so that their time-outs don't add up
	private List<RevocationStatusRequest> requestsFor(VerifiedPath path, Instant now) {
		List<X509Certificate> certificates = path.certificates();
		return IntStream.range(0, certificates.size() - 1)
			.mapToObj((i) -> this.requests.computeIfAbsent(certificates.get(i),
					(certificate) -> RevocationStatusRequest
						.start(new RevocationQuestion(certificate, certificates.get(i + 1), now), this.lists)))
			.toList();
	}

}

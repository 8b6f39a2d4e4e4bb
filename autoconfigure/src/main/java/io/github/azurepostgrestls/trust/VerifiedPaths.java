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

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import org.jspecify.annotations.Nullable;

/**
 * The paths that were verified under one trust, by the exact chain that was presented.
 * What path validation says depends on nothing else but the time, so that a path is good
 * while all its certificates are valid. Refusals are not kept.
 *
 * @author the azure-postgres-tls contributors
 */
final class VerifiedPaths {

	// More than an application has servers; a server may present as many chains as it
	// likes
	static final int CAPACITY = 64;

	private final Map<List<X509Certificate>, Verdict> verdicts = new ConcurrentHashMap<>();

	/**
	 * Find the path of a chain.
	 * @param presented the chain as the server sent it
	 * @param now the time to judge by
	 * @return the path, or {@code null} if it has to be verified
	 */
	@Nullable VerifiedPath find(List<X509Certificate> presented, Instant now) {
		Verdict verdict = this.verdicts.get(presented);
		return (verdict != null && verdict.isGoodAt(now)) ? verdict.path() : null;
	}

	void keep(List<X509Certificate> presented, VerifiedPath path) {
		if (this.verdicts.size() >= CAPACITY) {
			this.verdicts.clear();
		}
		this.verdicts.put(presented, Verdict.of(path));
	}

	int size() {
		return this.verdicts.size();
	}

	/**
	 * A verified path.
	 *
	 * @param path the path
	 * @param from the first moment at which all its certificates are valid
	 * @param until the last moment
	 */
	private record Verdict(VerifiedPath path, Instant from, Instant until) {

		private static Verdict of(VerifiedPath path) {
			List<X509Certificate> certificates = path.certificates();
			return new Verdict(path,
					Collections.max(certificates.stream().map((each) -> each.getNotBefore().toInstant()).toList()),
					Collections.min(certificates.stream().map((each) -> each.getNotAfter().toInstant()).toList()));
		}

		private boolean isGoodAt(Instant now) {
			return !now.isBefore(this.from) && !now.isAfter(this.until);
		}

	}

}

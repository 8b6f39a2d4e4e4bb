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

package io.github.azurepostgrestls.test;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * AssertJ assertions for the health component {@code azurePostgresTls}.
 * <pre class="code">
 * TlsHealthAssert.assertThat(healthIndicator.health()).isVerified().hasProtocol("TLSv1.3");
 * </pre>
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class TlsHealthAssert extends AbstractAssert<TlsHealthAssert, Health> {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private TlsHealthAssert(@Nullable Health actual) {
		super(actual, TlsHealthAssert.class);
	}

	/**
	 * Begin assertions.
	 * @param actual the health of one DataSource, with details
	 * @return the assertions
	 */
	public static TlsHealthAssert assertThat(@Nullable Health actual) {
		return new TlsHealthAssert(actual);
	}

	/**
	 * Assert what health says before long, because pools replace their connections in the
	 * background.
	 * @param health asks for the health
	 * @param assertions what must hold within ten seconds
	 */
	public static void eventually(Supplier<? extends @Nullable Health> health, Consumer<TlsHealthAssert> assertions) {
		long start = System.nanoTime();
		while (true) {
			try {
				assertions.accept(assertThat(health.get()));
				return;
			}
			catch (AssertionError ex) {
				if (System.nanoTime() - start > PATIENCE.toNanos()) {
					throw ex;
				}
				LockSupport.parkNanos(INTERVAL.toNanos());
			}
		}
	}

	/**
	 * Assert that the connections are verified.
	 * @return this
	 */
	public TlsHealthAssert isVerified() {
		isNotNull();
		if (!Status.UP.equals(this.actual.getStatus())) {
			throw failure("Expected a verified connection, but health is %s: %s", this.actual.getStatus(),
					this.actual.getDetails());
		}
		return hasDetail("mode", "verify-full");
	}

	/**
	 * Assert that the server is refused.
	 * @param reason the reason of health, for example {@code UNTRUSTED_ROOT}
	 * @return this
	 */
	public TlsHealthAssert isRefused(String reason) {
		isNotNull();
		if (!Status.DOWN.equals(this.actual.getStatus())) {
			throw failure("Expected a refused server, but health is %s: %s", this.actual.getStatus(),
					this.actual.getDetails());
		}
		return hasDetail("reason", reason);
	}

	/**
	 * Assert that a TLS version was negotiated.
	 * @param protocol its JDK name, for example {@code TLSv1.3}
	 * @return this
	 */
	public TlsHealthAssert hasProtocol(String protocol) {
		return hasDetail("protocol", protocol);
	}

	/**
	 * Assert that the chain ends in a root.
	 * @param root the subject of the root as an RFC 2253 name
	 * @return this
	 */
	public TlsHealthAssert hasTrustAnchor(String root) {
		return hasDetail("trustAnchor", root);
	}

	private TlsHealthAssert hasDetail(String name, String expected) {
		isNotNull();
		Object value = this.actual.getDetails().get(name);
		if (!expected.equals(Objects.toString(value, null))) {
			throw failureWithActualExpected(value, expected, "Expected %s to be %s, but it is %s: %s", name, expected,
					value, this.actual.getDetails());
		}
		return this;
	}

}

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

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.azurepostgrestls.certificate.VerifiedPath;
import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.revocation.HttpResponder.Behaviour;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.SettableClock;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RevocationCheck}, with responders that do what they like.
 *
 * @author the azure-postgres-tls contributors
 */
class RevocationCheckTests {

	static final X509Bundle ROOT = TestCertificateAuthority.azureLike().rootBundle();

	static final X509Bundle IMPOSTOR = TestCertificateAuthority.azureLike().rootBundle();

	private static final Duration UNTIL_RETRY = Duration.ofSeconds(16);

	private static final Duration UNTIL_OUTDATED = Duration.ofSeconds(61);

	private static final long SOCKET_BUFFERS = 8 * 1024 * 1024;

	private final SettableClock clock = new SettableClock();

	private final RevocationCheck check = check(RevocationMode.HARD_FAIL, List.of());

	@ParameterizedTest
	@MethodSource("quickMisbehaviours")
	void refusesAtOnceWhatIsNoAnswer(Kind kind, Behaviour misbehaviour) throws Exception {
		try (HttpResponder responder = new HttpResponder(misbehaviour)) {
			VerifiedPath path = kind.pathNaming(responder.address());
			long startedAt = System.nanoTime();
			assertUnknown(path, responder.address().toString());
			check(RevocationMode.SOFT_FAIL, List.of()).require(path);
			assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(RevocationStatusRequest.LIMIT);
			assertThat(responder.sent()).isLessThan(2 * (kind.maximum + SOCKET_BUFFERS));
			assertNothingIsLeft(responder);
			assertRecovery(kind, path, responder);
		}
	}

	static Stream<Arguments> quickMisbehaviours() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Misbehaviour.values())
				.filter((each) -> !each.isSlow())
				.map((each) -> Arguments.of(kind, each)));
	}

	// All at once, as each takes the whole limit
	@Test
	void givesUpThoseWhoAreSlow() throws Exception {
		List<Callable<Void>> attempts = Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Misbehaviour.values())
				.filter(Misbehaviour::isSlow)
				.map((each) -> new RevocationCheckTests().givingUp(kind, each)))
			.toList();
		ExecutorService executor = Executors.newFixedThreadPool(attempts.size());
		try {
			for (Future<Void> each : executor.invokeAll(attempts)) {
				each.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Callable<Void> givingUp(Kind kind, Misbehaviour misbehaviour) {
		return () -> {
			try (HttpResponder responder = new HttpResponder(misbehaviour)) {
				VerifiedPath path = kind.pathNaming(responder.address());
				assertUnknown(path, "no answer within");
				assertNothingIsLeft(responder);
				assertThat(responder.requests()).as(kind + " " + misbehaviour).isEqualTo(1);
				assertRecovery(kind, path, responder);
			}
			return null;
		};
	}

	@ParameterizedTest
	@EnumSource
	void asksAgainAfterAMinute(Kind kind) throws Exception {
		try (HttpResponder responder = new HttpResponder(kind.good(this.clock.instant()))) {
			VerifiedPath path = kind.pathNaming(responder.address());
			this.check.require(path);
			this.check.require(path);
			assertThat(responder.requests()).isEqualTo(1);
			responder.become(kind.revoking(path, this.clock.instant()));
			this.clock.advance(UNTIL_OUTDATED);
			assertRevoked(path);
			assertRevoked(path);
			assertThat(responder.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void asksAgainAfterTheNextUpdate(Kind kind) throws Exception {
		Instant now = this.clock.instant();
		Instant nextUpdate = now.plusSeconds(20);
		try (HttpResponder responder = new HttpResponder(kind.good(now.minusSeconds(1), nextUpdate))) {
			VerifiedPath path = kind.pathNaming(responder.address());
			this.check.require(path);
			this.clock.set(nextUpdate.minusSeconds(2));
			this.check.require(path);
			assertThat(responder.requests()).isEqualTo(1);
			responder.become(kind.revoking(path, now));
			this.clock.set(nextUpdate);
			assertRevoked(path);
		}
	}

	@ParameterizedTest
	@EnumSource
	void asksAgainAfterTheClockWasSetBack(Kind kind) throws Exception {
		try (HttpResponder responder = new HttpResponder(kind.good(this.clock.instant()))) {
			VerifiedPath path = kind.pathNaming(responder.address());
			this.check.require(path);
			this.clock.advance(UNTIL_OUTDATED.negated());
			this.check.require(path);
			assertThat(responder.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsAnOverdueAnswerBrieflyWithinTheClockSkew(Kind kind) throws Exception {
		Instant now = this.clock.instant();
		Behaviour overdue = kind.good(now.minus(Duration.ofHours(1)), now.minusSeconds(30));
		try (HttpResponder responder = new HttpResponder(overdue)) {
			VerifiedPath path = kind.pathNaming(responder.address());
			this.check.require(path);
			this.check.require(path);
			assertThat(responder.requests()).isEqualTo(1);
			this.clock.advance(UNTIL_RETRY);
			this.check.require(path);
			assertThat(responder.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAnswersOfAnotherTime(Kind kind) throws Exception {
		Instant now = this.clock.instant();
		Duration day = Duration.ofDays(1);
		try (HttpResponder responder = new HttpResponder(kind.good(now.minus(day), now.minus(day.dividedBy(2))))) {
			assertUnknown(kind.pathNaming(responder.address()), responder.address().toString());
			responder.become(kind.good(now.plus(day.dividedBy(2)), now.plus(day)));
			assertUnknown(kind.pathNaming(responder.address()), responder.address().toString());
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAnswersThatAnotherHasSigned(Kind kind) throws Exception {
		try (HttpResponder responder = new HttpResponder(kind.forged(this.clock.instant()))) {
			VerifiedPath path = kind.pathNaming(responder.address());
			assertUnknown(path, responder.address().toString());
			assertRecovery(kind, path, responder);
		}
	}

	@Test
	void refusesAnAnswerAboutAnotherCertificate() throws Exception {
		try (HttpResponder responder = new HttpResponder(
				OcspAnswer.good(ROOT, this.clock.instant()).about(BigInteger.TEN))) {
			VerifiedPath path = Kind.OCSP.pathNaming(responder.address());
			assertUnknown(path, responder.address().toString());
			assertRecovery(Kind.OCSP, path, responder);
		}
	}

	@Test
	void fallsBackToTheListWhereTheResponderIsSilent() throws Exception {
		try (HttpResponder responder = new HttpResponder(Misbehaviour.SILENT);
				HttpResponder lists = new HttpResponder(ListAnswer.empty(ROOT, this.clock.instant()))) {
			this.check.require(Kind.path(responder.address(), lists.address()));
			assertThat(responder.requests()).isEqualTo(1);
			assertThat(lists.requests()).isEqualTo(1);
		}
	}

	@Test
	void asksNobodyWhereAConfiguredListTells() throws Exception {
		Instant now = this.clock.instant();
		RevocationCheck configured = check(RevocationMode.HARD_FAIL, List.of(ListAnswer.empty(ROOT, now)));
		try (HttpResponder responder = new HttpResponder(OcspAnswer.good(ROOT, now))) {
			configured.require(Kind.path(responder.address(), responder.address()));
			assertThat(responder.requests()).isZero();
		}
	}

	@Test
	void asksTheDistributionPointFirstWhereAConfiguredListDoesNotTell() throws Exception {
		Instant now = this.clock.instant();
		RevocationCheck configured = check(RevocationMode.HARD_FAIL,
				List.of(ListAnswer.empty(ROOT, now).valid(now.minusSeconds(60), now.minusSeconds(30))));
		try (HttpResponder responder = new HttpResponder(OcspAnswer.good(ROOT, now));
				HttpResponder lists = new HttpResponder(ListAnswer.empty(ROOT, now))) {
			configured.require(Kind.path(responder.address(), lists.address()));
			assertThat(lists.requests()).isEqualTo(1);
			assertThat(responder.requests()).isZero();
		}
	}

	@Test
	void asksOnlyOverHttp() throws Exception {
		assertUnknown(Kind.path(URI.create("https://127.0.0.1/"), URI.create("https://127.0.0.1/")),
				"names no OCSP responder");
		assertUnknown(Kind.path(URI.create("ldap://127.0.0.1/"), URI.create("file:/etc/hosts")),
				"names no OCSP responder");
	}

	private RevocationCheck check(RevocationMode mode, List<ListAnswer> lists) {
		return new RevocationCheck(mode, new CertificateRevocationLists(lists.stream().map(ListAnswer::list).toList()),
				this.clock);
	}

	private void assertUnknown(VerifiedPath path, String description) {
		assertThatExceptionOfType(CertificateRevocationException.class).isThrownBy(() -> this.check.require(path))
			.satisfies((ex) -> {
				assertThat(ex.isRevoked()).isFalse();
				assertThat(ex.getMessage()).contains(description).hasSizeLessThanOrEqualTo(500);
			});
	}

	private void assertRevoked(VerifiedPath path) {
		assertThatExceptionOfType(CertificateRevocationException.class).isThrownBy(() -> this.check.require(path))
			.satisfies((ex) -> assertThat(ex.isRevoked()).isTrue());
	}

	private static void assertNothingIsLeft(HttpResponder responder) {
		await().untilAsserted(() -> {
			assertThat(responder.open()).isZero();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("azure-postgres-tls-revocation"));
		});
	}

	private void assertRecovery(Kind kind, VerifiedPath path, HttpResponder responder) throws Exception {
		int requests = responder.requests();
		responder.become(kind.good(this.clock.instant()));
		assertUnknown(path, "");
		assertThat(responder.requests()).isEqualTo(requests);
		this.clock.advance(UNTIL_RETRY);
		this.check.require(path);
		responder.become(kind.revoking(path, this.clock.instant()));
		this.clock.advance(UNTIL_OUTDATED);
		assertRevoked(path);
	}

}

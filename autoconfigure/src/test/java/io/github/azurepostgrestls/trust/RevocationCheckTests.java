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

import io.github.azurepostgrestls.properties.RevocationMode;
import io.github.azurepostgrestls.testserver.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.HttpResponder.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
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

	private static final X509Bundle ROOT = TestCertificateAuthority.azureLike().rootBundle();

	private static final X509Bundle IMPOSTOR = TestCertificateAuthority.azureLike().rootBundle();

	private static final Duration UNTIL_RETRY = Duration.ofSeconds(16);

	private static final Duration UNTIL_OUTDATED = Duration.ofSeconds(61);

	private static final long SOCKET_BUFFERS = 16 * 1024 * 1024;

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
			assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(RevocationInquiry.LIMIT);
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
				assertUnknown(path, "no answer within 5 seconds");
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
			this.check.require(path(responder.address(), lists.address()));
			assertThat(responder.requests()).isEqualTo(1);
			assertThat(lists.requests()).isEqualTo(1);
		}
	}

	@Test
	void asksNobodyWhereAConfiguredListTells() throws Exception {
		Instant now = this.clock.instant();
		RevocationCheck configured = check(RevocationMode.HARD_FAIL, List.of(ListAnswer.empty(ROOT, now)));
		try (HttpResponder responder = new HttpResponder(OcspAnswer.good(ROOT, now))) {
			configured.require(path(responder.address(), responder.address()));
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
			configured.require(path(responder.address(), lists.address()));
			assertThat(lists.requests()).isEqualTo(1);
			assertThat(responder.requests()).isZero();
		}
	}

	@Test
	void asksOnlyOverHttp() throws Exception {
		assertUnknown(path(URI.create("ldap://127.0.0.1/"), URI.create("file:/etc/hosts")), "names no OCSP responder");
	}

	private RevocationCheck check(RevocationMode mode, List<ListAnswer> lists) {
		return new RevocationCheck(mode, new RevocationLists(lists.stream().map(ListAnswer::list).toList()),
				this.clock);
	}

	private void assertUnknown(VerifiedPath path, String description) {
		assertThatExceptionOfType(CertificateRevocationException.class).isThrownBy(() -> this.check.require(path))
			.satisfies((ex) -> {
				assertThat(ex.isRevoked()).isFalse();
				assertThat(ex.getMessage()).contains(description).hasSizeLessThanOrEqualTo(200);
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

	private static VerifiedPath path(@Nullable URI responder, @Nullable URI list) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().ecp256()
			.subject("CN=db.example.com")
			.notBefore(Instant.now().minus(Duration.ofDays(9)))
			.notAfter(Instant.now().plus(Duration.ofDays(9)));
		if (responder != null) {
			builder
				.addExtensionOctetString(Extension.authorityInfoAccess.getId(), false,
						new AuthorityInformationAccess(AccessDescription.id_ad_ocsp,
								new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString()))
							.getEncoded());
		}
		if (list != null) {
			builder.addCrlDistributionPoint(list);
		}
		return new VerifiedPath(List.of(builder.buildIssuedBy(ROOT).getCertificate(), ROOT.getCertificate()));
	}

	/**
	 * The two ways to ask.
	 */
	private enum Kind {

		OCSP(64 * 1024) {

			@Override
			VerifiedPath pathNaming(URI address) throws Exception {
				return path(address, null);
			}

			@Override
			OcspAnswer good(Instant from, Instant to) {
				return OcspAnswer.good(ROOT, from).valid(from, to);
			}

			@Override
			Behaviour revoking(VerifiedPath path, Instant now) {
				return OcspAnswer.good(ROOT, now).revoked();
			}

			@Override
			Behaviour forged(Instant now) {
				return OcspAnswer.good(ROOT, now).signedBy(IMPOSTOR);
			}

		},

		LIST(16 * 1024 * 1024) {

			@Override
			VerifiedPath pathNaming(URI address) throws Exception {
				return path(null, address);
			}

			@Override
			Behaviour good(Instant from, Instant to) {
				return ListAnswer.empty(ROOT, from).valid(from, to);
			}

			@Override
			Behaviour revoking(VerifiedPath path, Instant now) {
				return ListAnswer.empty(ROOT, now).revoking(path.certificates().get(0).getSerialNumber());
			}

			@Override
			Behaviour forged(Instant now) {
				return ListAnswer.empty(ROOT, now).signedBy(IMPOSTOR);
			}

		};

		private final long maximum;

		Kind(long maximum) {
			this.maximum = maximum;
		}

		abstract VerifiedPath pathNaming(URI address) throws Exception;

		abstract Behaviour good(Instant from, Instant to);

		abstract Behaviour revoking(VerifiedPath path, Instant now);

		abstract Behaviour forged(Instant now);

		Behaviour good(Instant now) {
			return good(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
		}

	}

}

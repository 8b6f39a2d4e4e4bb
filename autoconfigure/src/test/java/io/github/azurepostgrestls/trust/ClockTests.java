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

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.revocation.CertificateRevocationException;
import io.github.azurepostgrestls.revocation.ListAnswer;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.netty.pkitesting.CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Certificates, roots and revocation lists while the clock jumps. No other clock decides.
 *
 * @author the azure-postgres-tls contributors
 */
class ClockTests {

	private static final Duration DAY = Duration.ofDays(1);

	private final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private final SettableClock clock = new SettableClock();

	private final Instant now = this.clock.instant();

	@TempDir
	private Path directory;

	@Test
	void certificateIsTrustedWithinItsValidity() {
		ServerTrust trust = trust(Map.of()).current().trust();
		X509Certificate[] chain = chain(
				(certificate) -> certificate.notBefore(this.now.minus(DAY.dividedBy(2))).notAfter(this.now.plus(DAY)));
		assertTrusted(trust, chain);
		this.clock.advance(DAY.multipliedBy(2));
		assertRefused(trust, chain);
		this.clock.set(this.now);
		assertTrusted(trust, chain);
		this.clock.advance(DAY.multipliedBy(2).dividedBy(3).negated());
		assertRefused(trust, chain);
		this.clock.set(this.now);
		assertTrusted(trust, chain);
	}

	@Test
	void expiredCertificateIsTrustedBeforeItsEnd() {
		ServerTrust trust = trust(Map.of()).current().trust();
		X509Certificate[] chain = chain(
				(certificate) -> certificate.notBefore(this.now.minus(DAY)).notAfter(this.now.minus(DAY.dividedBy(2))));
		assertRefused(trust, chain);
		this.clock.advance(DAY.dividedBy(2).plusMinutes(1).negated());
		assertTrusted(trust, chain);
	}

	@Test
	void rootIsTrustedUntilItsEnd() throws Exception {
		ServerTrust trust = trust(Map.of()).current().trust();
		Instant end = this.authority.root().getNotAfter().toInstant();
		X509Certificate[] chain = { server((certificate) -> certificate.notAfter(end.plus(DAY.multipliedBy(9))))
			.buildIssuedBy(this.authority.rootBundle())
			.getCertificate() };
		assertTrusted(trust, chain);
		this.clock.set(end.plus(DAY));
		assertRefused(trust, chain);
		assertThat(trust.roots()).hasToString("");
		this.clock.set(end.minus(DAY));
		assertTrusted(trust, chain);
		assertThat(trust.roots().toString()).contains("Test Global Root G2");
	}

	@Test
	void onlyRootsThatAreValidNowCanBeConfigured() {
		this.clock.set(this.authority.root().getNotAfter().toInstant().plus(DAY));
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> trust(Map.of()))
			.withMessageContaining("None of the root certificates can be trusted now");
		this.clock.set(this.authority.root().getNotAfter().toInstant().minus(DAY));
		assertThatNoException().isThrownBy(() -> trust(Map.of()));
	}

	@Test
	void revocationListsTellUntilTheirNextUpdate() throws Exception {
		ListAnswer list = ListAnswer.empty(this.authority.rootBundle(), this.now);
		Path file = Files.write(this.directory.resolve("list.crl"), list.list().getEncoded());
		ServerTrust trust = trust(Map.of("revocation.mode", "hard-fail", "revocation.crl-locations", file.toString()))
			.current()
			.trust();
		X509Certificate[] chain = { server((certificate) -> {
		}).buildIssuedBy(this.authority.rootBundle()).getCertificate() };
		assertTrusted(trust, chain);
		this.clock.set(list.nextUpdate());
		assertThatExceptionOfType(CertificateRevocationException.class).isThrownBy(() -> verify(trust, chain))
			.withMessageContaining("is outdated since");
		this.clock.set(this.now);
		assertTrusted(trust, chain);
		this.clock.set(list.thisUpdate().minus(Duration.ofMinutes(1)));
		assertThatExceptionOfType(CertificateRevocationException.class).isThrownBy(() -> verify(trust, chain))
			.withMessageContaining("is not valid before");
	}

	@Test
	void failedReloadHasTheTimeOfTheClock() throws Exception {
		Path file = this.authority.writeRootPem(this.directory);
		TrustSource source = trust(Map.of("root-certificates", file.toString()));
		Files.writeString(file, "broken");
		this.clock.advance(DAY);
		source.current();
		assertThat(source.reloads().failure()).extracting(ReloadStatus.Failure::failedAt).isEqualTo(this.now.plus(DAY));
	}

	private TrustSource trust(Map<String, String> settings) {
		Map<String, String> properties = new HashMap<>(settings);
		properties.putIfAbsent("root-certificates", this.authority.rootPem());
		return new TrustSources(new DefaultResourceLoader(), () -> null, this.clock).of(TestSettings.of(properties));
	}

	private X509Certificate[] chain(Consumer<CertificateBuilder> customizer) {
		List<X509Certificate> chain = this.authority.issue(customizer, "db.example.com").chain();
		return chain.toArray(X509Certificate[]::new);
	}

	private CertificateBuilder server(Consumer<CertificateBuilder> customizer) {
		CertificateBuilder builder = new CertificateBuilder().rsa2048()
			.subject("CN=db.example.com")
			.addSanDnsName("db.example.com")
			.addExtendedKeyUsageServerAuth()
			.notBefore(this.now.minus(DAY))
			.notAfter(this.now.plus(DAY.multipliedBy(9)));
		customizer.accept(builder);
		return builder;
	}

	private static void assertTrusted(ServerTrust trust, X509Certificate[] chain) {
		assertThatNoException().isThrownBy(() -> verify(trust, chain));
	}

	private static void assertRefused(ServerTrust trust, X509Certificate[] chain) {
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> verify(trust, chain));
	}

	private static void verify(ServerTrust trust, X509Certificate[] chain) throws CertificateException {
		trust.verify(chain, "ECDHE_RSA", new Socket());
	}

}

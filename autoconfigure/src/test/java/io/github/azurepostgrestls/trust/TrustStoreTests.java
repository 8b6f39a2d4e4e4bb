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

import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.github.azurepostgrestls.certificate.TestCertificates;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RootCertificates} from a trust store.
 *
 * @author the azure-postgres-tls contributors
 */
class TrustStoreTests {

	private static final String PROPERTY = "azure.postgres.tls.bundle";

	private final X509Bundle root = TestCertificates.selfSigned(TestCertificates.authority("root"));

	private KeyStore trustStore;

	@BeforeEach
	void createTrustStore() throws Exception {
		this.trustStore = KeyStore.getInstance("PKCS12");
		this.trustStore.load(null, null);
	}

	@Test
	void givesItsRootsAndSaysWhereTheyAreFrom() throws Exception {
		this.trustStore.setCertificateEntry("first", this.root.getCertificate());
		assertThat(load().asList())
			.containsExactly(new RootCertificate(this.root.getCertificate(), "the bundle (first)"));
		assertThat(load()).hasToString("'CN=root' (the bundle (first))");
	}

	@Test
	void givesEachRootOnce() throws Exception {
		this.trustStore.setCertificateEntry("first", this.root.getCertificate());
		this.trustStore.setCertificateEntry("second", this.root.getCertificate());
		assertThat(load().asList()).hasSize(1);
	}

	@Test
	void isRefusedWithAnIntermediate() throws Exception {
		this.trustStore.setCertificateEntry("root", this.root.getCertificate());
		this.trustStore.setCertificateEntry("intermediate",
				TestCertificates.issued(TestCertificates.authority("intermediate"), this.root).getCertificate());
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(this::load)
			.withMessageContaining("is no root certificate")
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo(PROPERTY);
				assertThat(ex.getValue()).isEqualTo("the bundle");
			});
	}

	@Test
	void isRefusedWhenItIsEmpty() {
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(this::load)
			.withMessageContaining("Its trust store holds no trusted certificate");
	}

	// The certificate of a key is shown to servers, it isn't trusted
	@Test
	void isRefusedWhenItHoldsNothingButAKey() throws Exception {
		this.trustStore.setKeyEntry("key", this.root.getKeyPair().getPrivate(), new char[0],
				this.root.getCertificatePath());
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(this::load)
			.withMessageContaining("Its trust store holds no trusted certificate");
	}

	@Test
	void isNotLoaded() throws Exception {
		KeyStore notLoaded = KeyStore.getInstance("PKCS12");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> RootCertificates.of(PROPERTY, "the bundle", notLoaded, InstantSource.system()))
			.withMessage("The trust store of the bundle isn't loaded");
	}

	@Test
	void tellsOfItsRootsOnlyThoseThatAreTrustedNow() throws Exception {
		X509Bundle expired = TestCertificates.selfSigned(TestCertificates.authority("expired")
			.notBefore(Instant.now().minus(Duration.ofDays(9)))
			.notAfter(Instant.now().minus(Duration.ofDays(2))));
		this.trustStore.setCertificateEntry("expired", expired.getCertificate());
		this.trustStore.setCertificateEntry("valid", this.root.getCertificate());
		RootCertificates roots = load();
		assertThat(roots.asList()).hasSize(2);
		assertThat(roots).hasToString("'CN=root' (the bundle (valid))");
		assertThat(roots.anchors()).hasSize(2);
	}

	// A re-keyed root: OpenSSL looks at no more than the first
	@Test
	void twoRootsOfOneNameBothCount() {
		X509Bundle namesake = TestCertificates.selfSigned(TestCertificates.authority("root"));
		RootCertificates roots = RootCertificates.load(PROPERTY,
				List.of(this.root.getCertificatePEM(), namesake.getCertificatePEM()), new DefaultResourceLoader());
		assertThat(roots.asList()).hasSize(2);
		assertThat(roots.anchors()).hasSize(2);
	}

	private RootCertificates load() {
		return RootCertificates.of(PROPERTY, "the bundle", this.trustStore, InstantSource.system());
	}

}

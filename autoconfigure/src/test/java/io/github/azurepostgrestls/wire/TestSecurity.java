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

package io.github.azurepostgrestls.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.trust.TrustSource;
import io.github.azurepostgrestls.trust.TrustSources;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * Security that trusts one authority, and what its listener was told.
 *
 * @author the azure-postgres-tls contributors
 */
final class TestSecurity implements HandshakeListener {

	private final List<NegotiatedSession> verified = new CopyOnWriteArrayList<>();

	private final List<Exception> failed = new CopyOnWriteArrayList<>();

	private final TlsSettings settings;

	private final TrustSource trust;

	private final ConnectionSecurity security;

	TestSecurity(TestCertificateAuthority authority) {
		this(authority, Map.of());
	}

	TestSecurity(TestCertificateAuthority authority, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.put("root-certificates", authority.rootPem());
		this.settings = TestSettings.of(all);
		this.trust = new TrustSources(new DefaultResourceLoader(), () -> null).of(this.settings);
		this.security = new ConnectionSecurity(this.settings, this.trust, this);
	}

	ConnectionSecurity get() {
		return this.security;
	}

	TlsSettings settings() {
		return this.settings;
	}

	TrustSource trust() {
		return this.trust;
	}

	List<NegotiatedSession> verified() {
		return this.verified;
	}

	List<Exception> failed() {
		return this.failed;
	}

	@Override
	public void verified(NegotiatedSession session, VerifiedConnection connection) {
		this.verified.add(session);
	}

	@Override
	public @Nullable String failed(Exception failure) {
		this.failed.add(failure);
		return null;
	}

}

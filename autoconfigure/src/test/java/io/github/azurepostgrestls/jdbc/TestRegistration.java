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

package io.github.azurepostgrestls.jdbc;

import java.util.Map;

import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.trust.TrustSources;
import io.github.azurepostgrestls.wire.ConnectionSecurity;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry;
import io.github.azurepostgrestls.wire.ConnectionSecurityRegistry.Registration;
import io.github.azurepostgrestls.wire.HandshakeListener;
import io.github.azurepostgrestls.wire.NegotiatedSession;
import io.github.azurepostgrestls.wire.VerifiedConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * The security of a DataSource that no connection is made for.
 *
 * @author the azure-postgres-tls contributors
 */
final class TestRegistration implements HandshakeListener {

	private TestRegistration() {
	}

	static Registration open() {
		TlsSettings settings = TestSettings.of(Map.of());
		return ConnectionSecurityRegistry.register(new ConnectionSecurity(settings,
				new TrustSources(new DefaultResourceLoader(), () -> null).of(settings), new TestRegistration()));
	}

	@Override
	public void verified(NegotiatedSession session, VerifiedConnection connection) {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String failed(Exception failure) {
		throw new UnsupportedOperationException();
	}

}

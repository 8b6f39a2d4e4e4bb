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

package io.github.azurepostgrestls.autoconfigure;

import java.util.stream.Stream;

import io.github.azurepostgrestls.actuate.CertificateDetails;
import io.github.azurepostgrestls.actuate.TlsHealthIndicator;
import io.github.azurepostgrestls.jdbc.SecurableDataSourceRuntimeHints;
import io.github.azurepostgrestls.trust.ReloadStatus;
import io.github.azurepostgrestls.wire.GuardedSocketFactory;
import io.github.azurepostgrestls.wire.ServerNameVerifier;
import io.github.azurepostgrestls.wire.VerifyingSocketFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for what the driver loads by name, the bundled
 * certificates, and what health writes.
 *
 * @author the azure-postgres-tls contributors
 */
final class AzurePostgresTlsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		Stream.of(VerifyingSocketFactory.class, GuardedSocketFactory.class, ServerNameVerifier.class)
			.forEach((type) -> hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
		hints.resources().registerPattern("azure-postgres-tls/*.pem");
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), CertificateDetails.class,
				TlsHealthIndicator.ExpiringCertificate.class, ReloadStatus.Failure.class);
		SecurableDataSourceRuntimeHints.register(hints, classLoader);
		// Where it leads is read from its fields
		hints.reflection()
			.registerTypeIfPresent(classLoader,
					"org.springframework.r2dbc.connection.lookup.AbstractRoutingConnectionFactory",
					(type) -> type.withMembers(MemberCategory.ACCESS_DECLARED_FIELDS));
	}

}

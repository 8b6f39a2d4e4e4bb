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

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides the shared server to test classes and restores it after each test method.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsPostgresExtension implements ParameterResolver, AfterEachCallback {

	static final String RESOURCE = "io.github.azurepostgrestls.test.TlsPostgres";

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType().equals(TlsPostgres.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return SharedTlsPostgres.get();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		TlsPostgres server = SharedTlsPostgres.getIfStarted();
		if (server != null) {
			server.restore();
		}
	}

}

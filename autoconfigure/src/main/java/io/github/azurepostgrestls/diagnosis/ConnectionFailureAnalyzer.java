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

package io.github.azurepostgrestls.diagnosis;

import java.util.Arrays;

import io.github.azurepostgrestls.properties.AzurePostgresTlsProperties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says why the application couldn't connect securely when that stops its start.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<PSQLException> {

	private final boolean enabled;

	ConnectionFailureAnalyzer(Environment environment) {
		this.enabled = environment.getProperty(AzurePostgresTlsProperties.PREFIX + ".enabled", Boolean.class, true);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PSQLException cause) {
		if (!this.enabled || !isThrownByConnecting(cause)) {
			return null;
		}
		Diagnosis diagnosis = new Diagnostician(cause).diagnose();
		return (diagnosis != null) ? new FailureAnalysis(
				"No secure connection to PostgreSQL (%s): %s".formatted(diagnosis.reason(), diagnosis.description()),
				diagnosis.action(), cause) : null;
	}

	// Not by what is done with a connection, which may fail with the same SQLSTATE
	private static boolean isThrownByConnecting(PSQLException failure) {
		return Arrays.stream(failure.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(Driver.class.getName()));
	}

}

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

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the application couldn't connect securely when that stops its start.
 *
 * @author the azure-postgres-tls contributors
 */
final class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<PSQLException> {

	// Classes of SQLSTATE that belong to connecting, not to what is done with a
	// connection
	private static final Set<String> CONNECTION_CLASSES = Set.of("08", "28", "3D", "53", "57");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PSQLException cause) {
		String state = String.valueOf(cause.getSQLState());
		if (!CONNECTION_CLASSES.contains(state.substring(0, Math.min(2, state.length())))) {
			return null;
		}
		Diagnosis diagnosis = Diagnosis.of(cause);
		return new FailureAnalysis(
				"No secure connection to PostgreSQL (%s): %s".formatted(diagnosis.reason(), diagnosis.description()),
				diagnosis.action(), cause);
	}

}

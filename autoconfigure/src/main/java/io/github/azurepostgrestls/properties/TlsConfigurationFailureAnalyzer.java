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

package io.github.azurepostgrestls.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Says which property can't be used, where it was set, and how to fix it.
 *
 * @author the azure-postgres-tls contributors
 */
final class TlsConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTlsConfigurationException> {

	private final Environment environment;

	TlsConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTlsConfigurationException cause) {
		Origin origin = PropertyOrigin.find(this.environment, cause.getProperty());
		return new FailureAnalysis(InvalidTlsConfigurationException.describe(cause.getProperty(), cause.getValue(),
				origin, cause.getReason()), cause.getAction(), cause);
	}

}

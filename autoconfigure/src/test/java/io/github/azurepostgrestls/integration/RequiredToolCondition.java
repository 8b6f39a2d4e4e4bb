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

package io.github.azurepostgrestls.integration;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.util.Assert;

/**
 * Evaluates {@link RequiresTool}.
 *
 * @author the azure-postgres-tls contributors
 */
final class RequiredToolCondition implements ExecutionCondition {

	private static final String CI = "CI";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
			.map((required) -> evaluate(required.value()))
			.orElseGet(() -> ConditionEvaluationResult.enabled("No tool is required"));
	}

	private static ConditionEvaluationResult evaluate(Tool tool) {
		if (tool.isAvailable()) {
			return ConditionEvaluationResult.enabled("%s is here".formatted(tool));
		}
		Assert.state(!isCi(), () -> "%s is missing, and in CI no test is skipped".formatted(tool));
		return ConditionEvaluationResult.disabled("%s is missing".formatted(tool));
	}

	private static boolean isCi() {
		return Boolean.parseBoolean(System.getProperty(CI, System.getenv(CI)));
	}

}

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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link TlsBindingFailureAnalyzer}, on the console of an application.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class TlsBindingFailureAnalyzerTests {

	@ParameterizedTest
	@CsvSource({ "root-certificate, root-certificates", "rootCertficates, root-certificates", "sever-name, server-name",
			"root-certs, root-certificates", "revocation.crl-location, revocation.crl-locations",
			"data-sources.orders.minimum-protokol, data-sources.orders.minimum-protocol" })
	void suggestsTheNameOfAMisspeltProperty(String property, String suggestion, CapturedOutput output) {
		failToStart("azure.postgres.tls." + property, "some-value");
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "There is no such property.",
					"Did you mean azure.postgres.tls.%s?".formatted(suggestion))
			.doesNotContain("some-value");
	}

	@Test
	void suggestsNothingForANameThatIsLikeNone(CapturedOutput output) {
		failToStart("azure.postgres.tls.x", "1");
		assertThat(output).contains("Property: azure.postgres.tls.x", "There is no such property.")
			.doesNotContain("Did you mean");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "mode; verify-ca, verify-full", "minimum-protocol; TLSv1.2, TLSv1.3",
					"negotiation; postgres, direct", "revocation.mode; none, soft-fail, hard-fail",
					"data-sources.orders.mode; verify-ca, verify-full" })
	void listsTheValuesAsOneWritesThem(String property, String values, CapturedOutput output) {
		failToStart("azure.postgres.tls." + property, "require-it");
		assertThat(output)
			.contains("Property: azure.postgres.tls." + property, "Value: \"require-it\"", "Origin: ",
					"Use one of these values: %s.".formatted(values))
			.doesNotContain("No enum constant");
	}

	private static void failToStart(String property, String value) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties(Map.of(property, value))
				.run());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AzurePostgresTlsProperties.class)
	static class Application {

	}

}

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

package io.github.azurepostgrestls;

import java.util.Properties;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The types that users may rely on. All others are public only because packages must see
 * each other; their {@code package-info} says so.
 *
 * @author the azure-postgres-tls contributors
 */
class PublicApiTests {

	private static final String BASE = "io.github.azurepostgrestls.";

	@Test
	void isThePropertiesAndTheReasonsOfFailure() {
		assertThat(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(BASE + "properties", BASE + "diagnosis")
			.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
			.map(JavaClass::getSimpleName)).containsExactlyInAnyOrder("AzurePostgresTlsProperties", "VerificationMode",
					"TlsProtocol", "Negotiation", "ChannelBinding", "RevocationMode", "DevelopmentDatabases",
					"FailureReason",
					// Internal
					"ConnectionBean", "Diagnosis", "InvalidTlsConfigurationException", "PropertyOrigin", "TlsSettings",
					"TlsSettingsResolver");
	}

	@Test
	void theDriverLoadsThreeClassesByName() {
		assertThat(new ClassFileImporter().importPackages(BASE + "wire")
			.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC)
					&& type.tryGetConstructor(Properties.class).isPresent())
			.map(JavaClass::getSimpleName))
			.containsExactlyInAnyOrder("VerifyingSocketFactory", "GuardedSocketFactory", "ServerNameVerifier");
	}

	@Test
	void onlyAutoConfigurationsAndAnExceptionArePublicWhereTheyAre() {
		assertThat(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(BASE + "autoconfigure")
			.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
			.map(JavaClass::getSimpleName))
			.allMatch((name) -> name.matches(".*AutoConfiguration|Unverifiable.*Exception"));
	}

}

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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Holds the one direction in which this code may know itself.
 *
 * @author the azure-postgres-tls contributors
 */
class ArchitectureTests {

	private static final String BASE = "io.github.azurepostgrestls.";

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.github.azurepostgrestls");

	@Test
	void eachRoomKnowsOnlyThoseBeforeIt() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.layer("text")
			.definedBy(BASE + "text..")
			.layer("properties")
			.definedBy(BASE + "properties..")
			.layer("certificate")
			.definedBy(BASE + "certificate..")
			.layer("location")
			.definedBy(BASE + "location..")
			.layer("revocation")
			.definedBy(BASE + "revocation..")
			.layer("trust")
			.definedBy(BASE + "trust..")
			.layer("wire")
			.definedBy(BASE + "wire..")
			.layer("driver")
			.definedBy(BASE + "driver..")
			.layer("jdbc")
			.definedBy(BASE + "jdbc..")
			.layer("r2dbc")
			.definedBy(BASE + "r2dbc..")
			.layer("diagnosis")
			.definedBy(BASE + "diagnosis..")
			.layer("observation")
			.definedBy(BASE + "observation..")
			.layer("actuate")
			.definedBy(BASE + "actuate..")
			.layer("autoconfigure")
			.definedBy(BASE + "autoconfigure..")
			.whereLayer("text")
			.mayNotAccessAnyLayer()
			.whereLayer("properties")
			.mayNotAccessAnyLayer()
			.whereLayer("certificate")
			.mayOnlyAccessLayers("text")
			.whereLayer("location")
			.mayOnlyAccessLayers("properties", "text")
			.whereLayer("revocation")
			.mayOnlyAccessLayers("text", "properties", "location", "certificate")
			.whereLayer("trust")
			.mayOnlyAccessLayers("text", "properties", "location", "certificate", "revocation")
			.whereLayer("wire")
			.mayOnlyAccessLayers("text", "properties", "certificate", "trust")
			.whereLayer("driver")
			.mayOnlyAccessLayers("properties", "wire")
			.whereLayer("jdbc")
			.mayOnlyAccessLayers("text", "properties", "wire", "driver")
			.whereLayer("r2dbc")
			.mayOnlyAccessLayers("properties", "wire", "driver")
			.whereLayer("diagnosis")
			.mayOnlyAccessLayers("text", "properties", "certificate", "revocation", "trust", "wire")
			.whereLayer("observation")
			.mayOnlyAccessLayers("text", "properties", "certificate", "wire", "diagnosis")
			.whereLayer("actuate")
			.mayOnlyAccessLayers("text", "properties", "certificate", "trust", "wire", "diagnosis", "observation")
			.check(this.classes);
	}

	@Test
	void roomsAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void onlyAutoConfigurationKnowsSpringBootsAutoConfiguration() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(BASE + "autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..autoconfigure..")
			.check(this.classes);
	}

	@Test
	void theWireKnowsNoFramework() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + "wire..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.springframework.context..",
					"org.springframework.beans..")
			.check(this.classes);
	}

}

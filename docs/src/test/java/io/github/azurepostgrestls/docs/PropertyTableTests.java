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

package io.github.azurepostgrestls.docs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PropertyTable}.
 *
 * @author the azure-postgres-tls contributors
 */
class PropertyTableTests {

	@Test
	void sortsPropertiesAndLeavesOthersOut() throws IOException {
		String table = table("""
				{ "properties": [
				  { "name": "a.two", "type": "java.time.Duration", "description": "Second.", "defaultValue": "14d" },
				  { "name": "a.one", "type": "java.lang.Boolean", "description": "First.", "defaultValue": true },
				  { "name": "ab.three", "type": "java.lang.Boolean", "description": "Foreign." } ] }""");
		assertThat(table).isEqualTo("""
				[.properties,cols="3,5"]
				|===
				|Property |Description

				|[[a-one,`a.one`]]`pass:c[a.one]`

				Type: `pass:c[Boolean]`

				Default: `pass:c[true]`

				|pass:c[First.]

				|[[a-two,`a.two`]]`pass:c[a.two]`

				Type: `pass:c[Duration]`

				Default: `pass:c[14d]`

				|pass:c[Second.]
				|===
				""");
	}

	@Test
	void shortensGenericTypesAndListsDefaults() throws IOException {
		assertThat(
				table("""
						{ "properties": [ { "name": "a.map", "type": "java.util.Map<java.lang.String,java.util.List<java.net.URI>>",
						  "description": "Some.", "defaultValue": [ "x", "y" ] } ] }"""))
			.contains("Type: `pass:c[Map<String,List<URI>>]`\n\nDefault: `pass:c[x]`, `pass:c[y]`\n");
	}

	@Test
	void listsConstantsOfEnum() throws IOException {
		assertThat(table("""
				{ "properties": [ { "name": "a.unit", "type": "java.lang.annotation.RetentionPolicy",
				  "description": "Some." } ] }"""))
			.contains("pass:c[Some.] One of `pass:c[source]`, `pass:c[class]`, `pass:c[runtime]`.");
	}

	@Test
	void prefersHintsToConstants() throws IOException {
		assertThat(table("""
				{ "properties": [ { "name": "a.unit", "type": "java.lang.annotation.RetentionPolicy",
				    "description": "Some." } ],
				  "hints": [ { "name": "a.unit", "values": [ { "value": "RunTime" } ] } ] }"""))
			.contains("One of `pass:c[RunTime]`.");
	}

	@Test
	void listsNoHintsWhereAnyValueIsPossible() throws IOException {
		assertThat(
				table("""
						{ "properties": [ { "name": "a.name", "type": "java.lang.String", "description": "Some." } ],
						  "hints": [ { "name": "a.name", "values": [ { "value": "x" } ], "providers": [ { "name": "any" } ] } ] }"""))
			.doesNotContain("One of");
	}

	@Test
	void escapesCellSeparator() throws IOException {
		assertThat(table("""
				{ "properties": [ { "name": "a.name", "type": "java.lang.String", "description": "x|y[0]" } ] }"""))
			.contains("pass:c[x\\|y[0\\]]");
	}

	@Test
	void refusesPropertyWithoutDescription() {
		assertThatIllegalStateException().isThrownBy(() -> table("""
				{ "properties": [ { "name": "a.name", "type": "java.lang.String" } ] }"""))
			.withMessage("The property 'a.name' has no description");
	}

	@Test
	void refusesPrefixWithoutProperties() {
		assertThatIllegalStateException().isThrownBy(() -> table("{ \"properties\": [] }"))
			.withMessage("The configuration metadata has no property under 'a'");
	}

	private static String table(String metadata) throws IOException {
		try (InputStream in = new ByteArrayInputStream(metadata.getBytes(StandardCharsets.UTF_8))) {
			return PropertyTable.of(ConfigurationMetadataRepositoryJsonBuilder.create(in).build(), List.of("a"))
				.toAsciiDoc();
		}
	}

}

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

package io.github.azurepostgrestls.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.azurepostgrestls.differential.Psql.Verdict;
import io.github.azurepostgrestls.integration.RequiresTool;
import io.github.azurepostgrestls.integration.Tool;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What psql makes of the same certificates: what it refuses, {@link Case#accepted() the
 * starter} must refuse too, which {@link CertificateVerificationTests} proves. The guide
 * names each exception.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
@RequiresTool(Tool.PSQL)
class LibpqParityTests {

	private static final Path GUIDE = Path.of("..", "docs", "src", "docs", "asciidoc", "trust.adoc");

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.github.azurepostgrestls.differential.Case#all")
	void psqlAgreesUnlessTheGuideSaysWhyNot(Case attempt, TlsPostgres server, @TempDir Path directory)
			throws Exception {
		attempt.setUp(server);
		Verdict byPsql = new Psql(directory).connect(attempt, server.port());
		if (attempt.unfound() != null) {
			assertThat(byPsql.accepted()).as("psql finds no path").isFalse();
			assertExplained(attempt.unfound());
		}
		else if (attempt.stricter() != null) {
			assertThat(byPsql.accepted()).as("psql: " + byPsql.said()).isTrue();
			assertExplained(attempt.stricter());
		}
		else {
			assertThat(byPsql.accepted()).as("psql: " + byPsql.said()).isEqualTo(attempt.accepted());
		}
	}

	private static void assertExplained(String title) throws IOException {
		assertThat(Files.readString(GUIDE)).contains(title + "::");
	}

}

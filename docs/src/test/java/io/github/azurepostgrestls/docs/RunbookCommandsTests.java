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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the commands of the runbook that look at a server. Only the address, the user
 * and the database are those of the server of the tests.
 *
 * @author the azure-postgres-tls contributors
 */
@TlsPostgresTest
class RunbookCommandsTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "openssl s_client", "psql" })
	void verifyTheServer(String command, TlsPostgres server) throws Exception {
		assertThat(run(command, server, server.authority())).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "openssl s_client", "psql" })
	void refuseAnotherRoot(String command, TlsPostgres server) throws Exception {
		assertThat(run(command, server, TestCertificateAuthority.named("Another Root"))).isNotZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "openssl s_client", "psql" })
	void refuseAnotherName(String command, TlsPostgres server) throws Exception {
		server.presentCertificateFor(AzureHosts.OTHER_SERVER);
		assertThat(run(command, server, server.authority())).isNotZero();
	}

	private int run(String command, TlsPostgres server, TestCertificateAuthority trusted)
			throws IOException, InterruptedException {
		InstalledProgram.require("sh");
		InstalledProgram.require(command.split(" ")[0]);
		Path roots = Files.writeString(this.directory.resolve("azure-roots.pem"), trusted.rootPem());
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", directedTo(server, find(command)))
			.directory(roots.getParent().toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output.txt").toFile());
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf((name) -> name.startsWith("PG"));
		environment.put("PGPASSWORD", TlsPostgres.PASSWORD);
		Process process = builder.start();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return process.exitValue();
	}

	private static String find(String command) throws IOException {
		Matcher matcher = Pattern
			.compile("^----\n(%s .+?)\n----$".formatted(command), Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(Files.readString(ExampleFiles.CHAPTERS.resolve("runbook.adoc")));
		assertThat(matcher.find()).as(command).isTrue();
		return matcher.group(1);
	}

	private static String directedTo(TlsPostgres server, String command) {
		return command.replace("-connect %s:5432".formatted(AzureHosts.SERVER), "-connect localhost:" + server.port())
			.replace("host=%s port=5432".formatted(AzureHosts.SERVER),
					"host=%s hostaddr=127.0.0.1 port=%d".formatted(AzureHosts.SERVER, server.port()))
			.replace("dbname=postgres user=myadmin",
					"dbname=%s user=%s".formatted(TlsPostgres.DATABASE, TlsPostgres.USER));
	}

}

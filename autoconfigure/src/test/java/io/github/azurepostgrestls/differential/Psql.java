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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.util.Assert;

/**
 * PostgreSQL's own client.
 *
 * @author the azure-postgres-tls contributors
 */
final class Psql {

	private static final Pattern REFUSAL = Pattern
		.compile("SSL error|certificate|does not match host name|root certificate|unsupported protocol|SSL SYSCALL");

	private final Path directory;

	/**
	 * Create a new {@link Psql} instance.
	 * @param directory where to write its files
	 */
	Psql(Path directory) {
		this.directory = directory;
	}

	/**
	 * Connect under verify-full and ask for something.
	 * @param attempt the case
	 * @param port the port of the server on the loopback address
	 * @return whether the server was accepted, with what psql said
	 */
	Verdict connect(Case attempt, int port) throws IOException, InterruptedException {
		Path roots = Files.writeString(this.directory.resolve("psql-roots.pem"), attempt.roots());
		StringBuilder connection = new StringBuilder(
				"host='%s' hostaddr=%s port=%d dbname=%s user=%s sslmode=verify-full sslrootcert=%s ssl_min_protocol_version=%s connect_timeout=20"
					.formatted(attempt.host(), attempt.host().contains(":") ? "::1" : "127.0.0.1", port,
							TlsPostgres.DATABASE, TlsPostgres.USER, roots, attempt.minimumProtocol()));
		if (attempt.revocationLists() != null) {
			connection.append(" sslcrl=")
				.append(Files.writeString(this.directory.resolve("psql-crl.pem"), attempt.revocationLists()));
		}
		ProcessBuilder builder = new ProcessBuilder(
				List.of("psql", connection.toString(), "-X", "-A", "-t", "-c", "select 1"));
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf((name) -> name.startsWith("PG"));
		environment.put("PGPASSWORD", TlsPostgres.PASSWORD);
		environment.put("LC_ALL", "C");
		environment.put("HOME", this.directory.toString());
		Process process = builder.redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		Assert.state(process.waitFor(30, TimeUnit.SECONDS), "psql doesn't end");
		boolean accepted = process.exitValue() == 0 && said.equals("1");
		Assert.state(accepted || REFUSAL.matcher(said).find(), () -> "psql failed for another reason: " + said);
		return new Verdict(accepted, said);
	}

	/**
	 * What a client made of a server.
	 *
	 * @param accepted whether it was accepted
	 * @param said what the client said
	 */
	record Verdict(boolean accepted, String said) {

	}

}

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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;

import io.github.azurepostgrestls.test.TestCertificateAuthority;

import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * The configuration files that the guide shows, with the files that they refer to.
 *
 * @author the azure-postgres-tls contributors
 */
final class ExampleFiles {

	static final Path CHAPTERS = Path.of("src", "docs", "asciidoc");

	private static final String ROOTS = "/etc/postgres-roots";

	private static final String PASSWORD = "secret";

	// The variables that the examples use; nothing connects with their values
	private static final List<String> VARIABLES = List.of("DATABASE_PASSWORD", "ORDERS_PASSWORD", "REPORTING_PASSWORD",
			"LEGACY_PASSWORD", "OWNER_PASSWORD", "TRUSTSTORE_PASSWORD", "AZURE_CLIENT_ID");

	private final Path directory;

	private ExampleFiles(Path directory) {
		this.directory = directory;
	}

	static ExampleFiles in(Path directory) throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.named("Example Root");
		Files.writeString(directory.resolve("root.pem"), authority.rootPem());
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("root", authority.root());
		try (OutputStream file = Files.newOutputStream(directory.resolve("truststore.p12"))) {
			store.store(file, PASSWORD.toCharArray());
		}
		return new ExampleFiles(directory);
	}

	static Stream<String> names() throws IOException {
		try (Stream<Path> files = Files.list(CHAPTERS.resolve("examples"))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList().stream();
		}
	}

	/**
	 * Configure an application with one of the files. Only the directory of certificates
	 * is another one.
	 * @param runner the runner
	 * @param name the name of the file
	 * @return the runner with the file's properties
	 */
	ApplicationContextRunner configure(ApplicationContextRunner runner, String name) {
		return runner.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.location=" + copyOf(name).toUri())
			.withPropertyValues(VARIABLES.stream().map((variable) -> variable + "=" + PASSWORD).toArray(String[]::new));
	}

	private Path copyOf(String name) {
		try {
			String text = Files.readString(CHAPTERS.resolve("examples").resolve(name));
			return Files.writeString(this.directory.resolve(name),
					text.replace(ROOTS, this.directory.toString().replace('\\', '/')));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

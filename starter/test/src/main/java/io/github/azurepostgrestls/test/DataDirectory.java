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

package io.github.azurepostgrestls.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The files of a server that configure TLS and who may log in.
 *
 * @param path the data directory
 * @author the azure-postgres-tls contributors
 */
record DataDirectory(Path path) {

	private static final String CERTIFICATE_FILE = "server.crt";

	private static final String KEY_FILE = "server.key";

	void write(ServerCertificate certificate) {
		try {
			Files.writeString(this.path.resolve(CERTIFICATE_FILE), certificate.certificatePem());
			Path key = Files.writeString(this.path.resolve(KEY_FILE), certificate.keyPem());
			if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
				Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// In files: what is set on the command line can't be changed later
	void configure(String ssl, String connectionType) {
		try {
			Files.writeString(this.path.resolve("postgresql.conf"), """
					ssl = %s
					ssl_cert_file = '%s'
					ssl_key_file = '%s'
					""".formatted(ssl, CERTIFICATE_FILE, KEY_FILE), StandardOpenOption.APPEND);
			// The superuser only administers the server from here, whatever state its TLS
			// is in
			Files.writeString(this.path.resolve("pg_hba.conf"), """
					hostnossl all postgres samehost trust
					%s all %s all scram-sha-256
					""".formatted(connectionType, TlsPostgres.USER));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

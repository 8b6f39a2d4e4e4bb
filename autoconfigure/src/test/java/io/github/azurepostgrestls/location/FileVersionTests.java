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

package io.github.azurepostgrestls.location;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileVersion}.
 *
 * @author the azure-postgres-tls contributors
 */
class FileVersionTests {

	private static final FileTime TIME = FileTime.fromMillis(1_000_000);

	@TempDir
	private Path directory;

	private Path file;

	private FileVersion before;

	@BeforeEach
	void writeFile() throws Exception {
		this.file = write("file.pem", "content");
		this.before = FileVersion.of(this.file);
	}

	@Test
	void staysWhileNothingHappens() {
		assertThat(FileVersion.of(this.file)).isEqualTo(this.before);
	}

	@Test
	void changesWithTheTime() throws Exception {
		Files.setLastModifiedTime(this.file, FileTime.fromMillis(2_000_000));
		assertThat(FileVersion.of(this.file)).isNotEqualTo(this.before);
	}

	@Test
	void changesWithTheSize() throws Exception {
		write("file.pem", "contents");
		assertThat(FileVersion.of(this.file)).isNotEqualTo(this.before);
	}

	@Test
	void changesWithTheFileOfTheSameTimeAndSize() throws Exception {
		Files.move(write("written.pem", "another"), this.file, StandardCopyOption.ATOMIC_MOVE);
		assertThat(FileVersion.of(this.file)).isNotEqualTo(this.before);
	}

	@Test
	void changesWithTheTargetOfLinks() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolve("link.pem"), this.file);
		assertThat(FileVersion.of(link)).isEqualTo(this.before);
		Files.delete(link);
		Files.createSymbolicLink(link, write("another.pem", "another"));
		assertThat(FileVersion.of(link)).isNotEqualTo(this.before);
	}

	@Test
	void missingFilesAreAllTheSame() throws Exception {
		Files.delete(this.file);
		assertThat(FileVersion.of(this.file)).isNotEqualTo(this.before)
			.isEqualTo(FileVersion.of(this.directory.resolve("missing.pem")));
	}

	@Test
	void neitherInlinePemNorWhatIsInAJarHasAVersion() {
		List<Location> locations = Location.listOf("property", List.of(this.file.toUri().toString(),
				"classpath:org/junit/jupiter/api/Test.class", "-----BEGIN CERTIFICATE-----"), Location.SMALL,
				new DefaultResourceLoader());
		assertThat(FileVersion.ofAll(locations)).containsExactly(this.before);
	}

	private Path write(String name, String content) throws IOException {
		return Files.setLastModifiedTime(Files.writeString(this.directory.resolve(name), content), TIME);
	}

}

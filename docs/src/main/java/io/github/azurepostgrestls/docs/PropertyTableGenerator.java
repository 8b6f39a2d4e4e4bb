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
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepository;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

/**
 * Writes the {@link PropertyTable} from the configuration metadata on the class path.
 *
 * @author the azure-postgres-tls contributors
 */
public final class PropertyTableGenerator {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final List<String> PREFIXES = List.of("azure.postgres.tls", "management.health.azurepostgrestls");

	private PropertyTableGenerator() {
	}

	/**
	 * Write the table.
	 * @param args the file to write
	 * @throws IOException if metadata can't be read or the file can't be written
	 */
	public static void main(String[] args) throws IOException {
		Path file = Path.of(args[0]);
		PropertyTable table = PropertyTable.of(readMetadata(), PREFIXES);
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.writeString(file, table.toAsciiDoc());
	}

	private static ConfigurationMetadataRepository readMetadata() throws IOException {
		ConfigurationMetadataRepositoryJsonBuilder builder = ConfigurationMetadataRepositoryJsonBuilder.create();
		ClassLoader classLoader = PropertyTableGenerator.class.getClassLoader();
		for (URL resource : Collections.list(classLoader.getResources(METADATA))) {
			try (InputStream in = resource.openStream()) {
				builder.withJsonResource(in);
			}
		}
		return builder.build();
	}

}

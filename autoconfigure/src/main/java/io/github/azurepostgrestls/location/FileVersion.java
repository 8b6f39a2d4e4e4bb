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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Metadata that detects a change of a file without reading its content. Symbolic links
 * are followed, so that to change one of the links that lead to the file, as Kubernetes
 * does, changes the version too.
 *
 * @param modified when it was written, {@code null} if there is no such file
 * @param size its size in bytes
 * @param key what identifies the file itself, {@code null} if the file system has no such
 * thing
 * @param readable whether it may be read
 * @author the azure-postgres-tls contributors
 */
public record FileVersion(@Nullable FileTime modified, long size, @Nullable Object key, boolean readable) {

	private static final FileVersion MISSING = new FileVersion(null, 0, null, false);

	static FileVersion of(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return new FileVersion(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(),
					Files.isReadable(file));
		}
		catch (IOException ex) {
			return MISSING;
		}
	}

	/**
	 * Return the versions of all files.
	 * @param locations the locations, some of which are files
	 * @return the versions, in the order of the locations
	 */
	public static List<FileVersion> ofAll(List<Location> locations) {
		List<FileVersion> versions = new ArrayList<>();
		for (Location location : locations) {
			Path file = location.file();
			if (file != null) {
				versions.add(of(file));
			}
		}
		return versions;
	}

}

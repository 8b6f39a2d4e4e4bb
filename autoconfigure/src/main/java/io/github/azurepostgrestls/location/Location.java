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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.text.UntrustedText;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Something that a property names: a file, a resource of the class path, or inline PEM.
 *
 * @author the azure-postgres-tls contributors
 */
public final class Location {

	/** For roots: some 500 as PEM, several times what any public root program holds. */
	public static final int SMALL = 1;

	/** For revocation lists: some 400,000 entries. */
	public static final int LARGE = 16;

	private static final int MEBIBYTE = 1024 * 1024;

	private static final int SHOWN = 200;

	private static final String INLINE = "inline PEM";

	private final String property;

	private final String value;

	private final int maximum;

	private final @Nullable Resource resource;

	// Found once: each connection asks
	private volatile @Nullable Path file;

	/**
	 * Create a new {@link Location} instance.
	 * @param property the full name of the property, for errors
	 * @param value what it names
	 * @param maximum how many MiB it may have
	 * @param resourceLoader what finds it
	 */
	public Location(String property, String value, int maximum, ResourceLoader resourceLoader) {
		this.property = property;
		this.value = value;
		this.maximum = maximum;
		this.resource = PemCertificates.isPem(value) ? null : resource(resourceLoader);
	}

	private Resource resource(ResourceLoader resourceLoader) {
		try {
			return resourceLoader.getResource(this.value);
		}
		catch (InvalidPathException ex) {
			throw noPath(ex);
		}
	}

	private InvalidTlsConfigurationException noPath(InvalidPathException cause) {
		return new InvalidTlsConfigurationException(this.property, UntrustedText.show(this.value, SHOWN),
				"It is no path: %s.".formatted(cause.getReason()),
				"Use a classpath: or file: location, a path, or PEM text.", cause);
	}

	/**
	 * Return where this is, as it may be shown.
	 * @return the location, which inline PEM hasn't
	 */
	public String describe() {
		return (this.resource != null) ? this.value : INLINE;
	}

	/**
	 * Return the file that may change.
	 * @return the file, or {@code null} if this isn't one
	 */
	public @Nullable Path file() {
		Path known = this.file;
		if (known == null) {
			known = findFile();
			this.file = known;
		}
		return known;
	}

	private @Nullable Path findFile() {
		try {
			return (this.resource != null && this.resource.isFile()) ? this.resource.getFile().toPath() : null;
		}
		catch (IOException | InvalidPathException ex) {
			return null;
		}
	}

	/**
	 * Return whether there are files that may change.
	 * @param locations the locations
	 * @return whether one of them is a file
	 */
	public static boolean isAnyFile(List<Location> locations) {
		return locations.stream().anyMatch((location) -> location.file() != null);
	}

	/**
	 * Read what is there.
	 * @return at least one byte
	 * @throws InvalidTlsConfigurationException if it can't be read
	 */
	public byte[] read() {
		if (this.resource == null) {
			return this.value.getBytes(StandardCharsets.UTF_8);
		}
		if (this.value.isEmpty()) {
			throw refused("A location is empty.", "Remove it or name a file.");
		}
		byte[] content = read(this.resource);
		if (content.length == 0) {
			throw refused("The file is empty.", "Put what the property asks for into it.");
		}
		return content;
	}

	private byte[] read(Resource resource) {
		try (InputStream in = open(resource)) {
			byte[] content = in.readNBytes(this.maximum * MEBIBYTE + 1);
			if (content.length > this.maximum * MEBIBYTE) {
				throw refused("The file is larger than %d MiB.".formatted(this.maximum),
						"Name a file that holds only what is needed.");
			}
			return content;
		}
		catch (FileNotFoundException | NoSuchFileException ex) {
			throw refused("It does not exist.",
					"Correct the location, or put the file where the application can read it.", ex);
		}
		catch (AccessDeniedException ex) {
			throw refused("The application may not read it.", "Give the application's user the right to read it.", ex);
		}
		catch (InvalidPathException ex) {
			throw noPath(ex);
		}
		catch (IOException ex) {
			throw refused("It can't be read: %s.".formatted(ex.getMessage()), "Check the file and the rights on it.",
					ex);
		}
	}

	private InputStream open(Resource resource) throws IOException {
		if (resource.isFile()) {
			Path file = resource.getFile().toPath();
			requireRegularFile(file);
			return Files.newInputStream(file);
		}
		if (resource instanceof ClassPathResource) {
			return resource.getInputStream();
		}
		throw refused("Nothing is loaded from there.", "Use a classpath: or file: location, a path, or PEM text.");
	}

	// To open a pipe would wait for someone who writes into it
	private void requireRegularFile(Path file) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
		if (attributes.isDirectory()) {
			throw refused("It is a directory.", "Name the file in it.");
		}
		if (!attributes.isRegularFile()) {
			throw refused("It is not a regular file.",
					"Pipes, devices and sockets are not read: write the content into a file and name that.");
		}
	}

	public InvalidTlsConfigurationException refused(String reason, String action) {
		return refused(reason, action, null);
	}

	public InvalidTlsConfigurationException refused(String reason, String action, @Nullable Exception cause) {
		return new InvalidTlsConfigurationException(this.property, describe(), reason, action, cause);
	}

	/**
	 * Return the locations of a property that lists them.
	 * @param property the full name of the property
	 * @param values its elements
	 * @param maximum how many MiB each may have
	 * @param resourceLoader what finds them
	 * @return a location for each, which knows its index
	 */
	public static List<Location> listOf(String property, List<String> values, int maximum,
			ResourceLoader resourceLoader) {
		return IntStream.range(0, values.size())
			.mapToObj((i) -> new Location("%s[%d]".formatted(property, i), values.get(i).strip(), maximum,
					resourceLoader))
			.toList();
	}

}

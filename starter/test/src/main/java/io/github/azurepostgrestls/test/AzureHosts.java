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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.springframework.util.Assert;

/**
 * Host names of Azure's form that lead to this machine inside this JVM only.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class AzureHosts {

	/**
	 * The server that tests and demo connect to.
	 */
	public static final String SERVER = "mydemoserver.postgres.database.azure.com";

	/**
	 * Another name of the same form.
	 */
	public static final String OTHER_SERVER = "otherserver.postgres.database.azure.com";

	/**
	 * A writer's virtual endpoint, two labels below Azure's suffix.
	 */
	public static final String WRITER = "mydemo.writer.postgres.database.azure.com";

	/**
	 * A reader's virtual endpoint, two labels below Azure's suffix.
	 */
	public static final String READER = "mydemo.reader.postgres.database.azure.com";

	/**
	 * An alias in a private DNS zone.
	 */
	public static final String PRIVATE_ALIAS = "db.internal.example.com";

	private static final String PROPERTY = "jdk.net.hosts.file";

	private AzureHosts() {
	}

	/**
	 * Let these names, and no others, resolve in this JVM. To be called before the JVM
	 * resolves its first name.
	 * @throws IllegalStateException if the JVM has resolved a name before
	 * @see <a href=
	 * "https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html">
	 * jdk.net.hosts.file</a>
	 */
	public static void install() {
		if (System.getProperty(PROPERTY) == null) {
			System.setProperty(PROPERTY, extract().toString());
		}
		Assert.state(isInstalled(),
				() -> "This JVM resolved a name before %s could be set: start it with -D%s=<the file azure-hosts>"
					.formatted(PROPERTY, PROPERTY));
	}

	// A public DNS may know the name too, and lead elsewhere
	private static boolean isInstalled() {
		try {
			return InetAddress.getByName(SERVER).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static Path extract() {
		try (InputStream hosts = AzureHosts.class.getResourceAsStream("/azure-hosts")) {
			Assert.state(hosts != null, "The file azure-hosts is missing");
			Path file = Files.createTempFile("azure-hosts", null);
			file.toFile().deleteOnExit();
			Files.copy(hosts, file, StandardCopyOption.REPLACE_EXISTING);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

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

package io.github.azurepostgrestls.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.Assert;

/**
 * The server of all tests of this package, which is sound itself. A test that makes it
 * present something else puts it right again.
 *
 * @param authority the authority of its certificate
 * @param certificate the certificate that it presents
 * @param root the file with the root certificate
 * @param postgres the server
 * @param bytesUntilReady how many bytes it sends until a connection is ready for queries
 * @author the azure-postgres-tls contributors
 */
record SharedServer(TestCertificateAuthority authority, ServerCertificate certificate, Path root, TlsPostgres postgres,
		long bytesUntilReady) implements AutoCloseable {

	private static SharedServer start() throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.azureLike();
		ServerCertificate certificate = authority.issue(AzureHosts.SERVER);
		Path root = authority.writeRootPem(Files.createTempDirectory("shared-server"));
		TlsPostgres postgres = TlsPostgres.start(authority, certificate);
		return new SharedServer(authority, certificate, root, postgres, bytesUntilReady(root, postgres.port()));
	}

	private static long bytesUntilReady(Path root, int port) throws Exception {
		AtomicLong bytes = new AtomicLong();
		try (FaultyProxy proxy = FaultyProxy.start(port)) {
			SecuredApplication.unpooled(root, SecuredApplication.url(proxy.port(), "")).run((context) -> {
				try (Connection connection = SecuredApplication.connect(context)) {
					Assert.state(!connection.isClosed(), "The server gives no connection");
					bytes.set(proxy.bytesFromServer());
				}
			});
		}
		return bytes.get();
	}

	int port() {
		return this.postgres.port();
	}

	@Override
	public void close() throws Exception {
		this.postgres.close();
		Files.delete(this.root);
		Files.delete(this.root.getParent());
	}

	/**
	 * Starts the server when it is asked for first; it is closed after the last test.
	 */
	static final class Resolver implements ParameterResolver {

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
			return parameter.getParameter().getType().equals(SharedServer.class);
		}

		@Override
		public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
			return extension.getRoot()
				.getStore(Namespace.create(SharedServer.class))
				.computeIfAbsent(SharedServer.class, (key) -> startUnchecked(), SharedServer.class);
		}

		private static SharedServer startUnchecked() {
			try {
				return start();
			}
			catch (Exception ex) {
				throw new IllegalStateException("The server can't be started", ex);
			}
		}

	}

}

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

import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL container with TLS. With {@code @ServiceConnection} the application trusts
 * its root, and its certificate names the host that Testcontainers connects to.
 * <pre class="code">
 * &#064;Container
 * &#064;ServiceConnection
 * static PostgreSQLContainer postgres = TlsPostgreSQLContainer.of("postgres:17");
 * </pre>
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class TlsPostgreSQLContainer extends PostgreSQLContainer {

	private static final String CERTIFICATE = "/tls/server.crt";

	private static final String KEY = "/tls/server.key";

	private final TestCertificateAuthority authority = TestCertificateAuthority.azureLike();

	private TlsPostgreSQLContainer(DockerImageName image) {
		super(image);
	}

	/**
	 * Create a container.
	 * @param image an image of PostgreSQL for Docker, or one that is made from it, for
	 * example {@code postgres:17} or {@code pgvector/pgvector:pg17}
	 * @return the container, which is not started
	 */
	public static TlsPostgreSQLContainer of(String image) {
		return new TlsPostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
	}

	// PostgreSQL refuses a key that others than its user may read
	@Override
	protected void configure() {
		super.configure();
		ServerCertificate certificate = this.authority.issue("localhost", "127.0.0.1", "::1", "host.docker.internal",
				getHost());
		withCopyToContainer(Transferable.of(certificate.certificatePem()), CERTIFICATE);
		withCopyToContainer(Transferable.of(certificate.keyPem()), KEY);
		withCommand("sh", "-c",
				("chown postgres %1$s %2$s && chmod 600 %2$s && exec docker-entrypoint.sh postgres"
						+ " -c fsync=off -c ssl=on -c ssl_cert_file=%1$s -c ssl_key_file=%2$s")
					.formatted(CERTIFICATE, KEY));
	}

	/**
	 * Return the authority that issued the first certificate of this server.
	 * @return the authority, whose root clients trust
	 */
	public TestCertificateAuthority authority() {
		return this.authority;
	}

	/**
	 * Present another certificate from the next connection on.
	 * @param certificate the certificate
	 * @throws IOException if the container can't be reached
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if the server can't reload
	 */
	public void present(ServerCertificate certificate) throws IOException, InterruptedException {
		copyFileToContainer(Transferable.of(certificate.certificatePem()), CERTIFICATE);
		copyFileToContainer(Transferable.of(certificate.keyPem()), KEY);
		execute("chown", "postgres", CERTIFICATE, KEY);
		execute("chmod", "600", KEY);
		execute("psql", "-U", getUsername(), "-d", getDatabaseName(), "-c", "select pg_reload_conf()");
	}

	private void execute(String... command) throws IOException, InterruptedException {
		ExecResult result = execInContainer(command);
		if (result.getExitCode() != 0) {
			throw new IllegalStateException("%s failed: %s".formatted(command[0], result.getStderr()));
		}
	}

}

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

package io.github.azurepostgrestls.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.util.FileSystemUtils;

/**
 * The server that all connect to, on this machine.
 *
 * @author the azure-postgres-tls contributors
 */
@State(Scope.Benchmark)
public class Database {

	private static final String HOST = "localhost";

	private TlsPostgres server;

	private X509Bundle trusted;

	private Path directory;

	private Path root;

	@Setup(Level.Trial)
	public void start() throws Exception {
		TestCertificateAuthority authority = TestCertificateAuthority.named("New Test Root");
		this.trusted = TestCertificateAuthority.azureLike().rootBundle();
		this.server = TlsPostgres.start(authority, authority.issue(HOST).followedBy(crossSigned(authority.root())));
		// A password costs each connection as much as TLS: the same for all, it would
		// only hide what differs
		this.server.set("scram_iterations", "1");
		this.server.execute("alter role %s password '%s'".formatted(TlsPostgres.USER, TlsPostgres.PASSWORD));
		this.directory = Files.createTempDirectory("benchmarks");
		this.root = Files.writeString(this.directory.resolve("root.pem"), rootPem());
	}

	// As Azure's servers do in 2026: their new root is signed by the one that
	// applications know
	private X509Certificate crossSigned(X509Certificate newRoot) throws Exception {
		return new CertificateBuilder().subject(newRoot.getSubjectX500Principal().getName())
			.publicKey(newRoot.getPublicKey())
			.setIsCertificateAuthority(true)
			.setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
			.notBefore(newRoot.getNotBefore().toInstant())
			.notAfter(newRoot.getNotAfter().toInstant())
			.buildIssuedBy(this.trusted)
			.getCertificate();
	}

	@TearDown(Level.Trial)
	public void stop() throws IOException {
		this.server.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	String url() {
		return this.server.jdbcUrl(HOST);
	}

	/**
	 * Return the URL of the rival.
	 * @return the URL with the driver's own verify-full
	 */
	String verifiedUrl() {
		return "%s?sslmode=verify-full&sslrootcert=%s".formatted(url(), this.root);
	}

	String host() {
		return HOST;
	}

	int port() {
		return this.server.port();
	}

	/**
	 * Return the root as a file, which the drivers read.
	 * @return the file in PEM format
	 */
	Path root() {
		return this.root;
	}

	/**
	 * Return the root as text. As the bundled roots, it can't change.
	 * @return the root in PEM format
	 */
	String rootPem() {
		return this.trusted.getCertificatePEM();
	}

}

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

package io.github.azurepostgrestls.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.azurepostgrestls.test.AzureHosts;
import io.github.azurepostgrestls.test.ServerCertificate;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import io.github.azurepostgrestls.test.TlsPostgres;
import io.github.azurepostgrestls.test.TlsPostgresTest;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that the guide shows what users of {@link SampleApplication} see when it fails.
 * With {@code -Dfailures.update=true} it writes that chapter of the guide.
 *
 * @author the azure-postgres-tls contributors
 */
@Tag("long")
@TlsPostgresTest
@ExtendWith(OutputCaptureExtension.class)
class FailureTableTests {

	private static final Path CHAPTER = Path.of("..", "docs", "src", "docs", "asciidoc", "failures.adoc");

	private static final String ROOTS = "azure.postgres.tls.root-certificates";

	@TempDir
	private Path directory;

	@Test
	void guideShowsWhatUsersSee(TlsPostgres server, CapturedOutput output) throws Exception {
		FailureChapter chapter = new FailureChapter(output);
		ConfiguredSample application = ConfiguredSample.of(server);
		addServerCertificates(chapter, application, server);
		addHandshakes(chapter, application, server);
		addConnections(chapter, application);
		addLogins(chapter, application, server);
		addSettings(chapter, application);
		if (Boolean.getBoolean("failures.update")) {
			Files.writeString(CHAPTER, chapter.toString());
		}
		assertThat(Files.readString(CHAPTER)).as("%s, which -Dfailures.update=true writes", CHAPTER)
			.isEqualToNormalizingNewlines(chapter.toString());
	}

	private static void addServerCertificates(FailureChapter chapter, ConfiguredSample application, TlsPostgres server)
			throws Exception {
		TestCertificateAuthority authority = server.authority();
		server.present(TestCertificateAuthority.named("Another Root").issue(AzureHosts.SERVER));
		chapter.add("Unknown root", "The server's chain leads to a root that isn't trusted.", application);
		server.present(server.certificate().withoutIntermediate());
		chapter.add("Missing intermediate", "The server sends its own certificate only, and not its issuer's.",
				application);
		server.present(issuedBy(TestCertificateAuthority.named("Own Root")));
		chapter.add("Untrusted root of your own", "A root that isn't trusted has issued the server's certificate.",
				application);
		server.presentCertificateFor(AzureHosts.OTHER_SERVER);
		chapter.add("Wrong host name", "The certificate was issued for another host.", application);
		server.presentCertificateFor(AzureHosts.SERVER);
		chapter.add("IP address in the URL", "The certificate names the host, and the URL has its IP address.",
				application.at("127.0.0.1"));
		Instant yesterday = Instant.now().minus(Duration.ofDays(1));
		server.present(authority.issue(
				(certificate) -> certificate.notAfter(yesterday).notBefore(yesterday.minus(Duration.ofDays(90))),
				AzureHosts.SERVER));
		chapter.add("Expired certificate", "The validity of the server's certificate has ended.", application);
		server.present(authority.issue((certificate) -> certificate.notBefore(yesterday.plus(Duration.ofHours(60))),
				AzureHosts.SERVER));
		chapter.add("Certificate not yet valid", "The validity of the server's certificate hasn't started.",
				application);
		server.set("ssl_ciphers", "'ALL:!aNULL:@SECLEVEL=0'");
		KeyPair weak = weakKeyPair();
		server.present(authority.issue((certificate) -> certificate.keyPair(weak), AzureHosts.SERVER));
		chapter.add("Weak key", "The server's certificate has a short RSA key.", application);
		server.restore();
	}

	private static ServerCertificate issuedBy(TestCertificateAuthority root) throws Exception {
		X509Bundle bundle = new CertificateBuilder().rsa2048()
			.subject("CN=" + AzureHosts.SERVER)
			.addSanDnsName(AzureHosts.SERVER)
			.addExtendedKeyUsageServerAuth()
			.buildIssuedBy(root.rootBundle());
		return new ServerCertificate(List.of(bundle.getCertificate()), root.root(), bundle.getKeyPair());
	}

	private static KeyPair weakKeyPair() throws NoSuchAlgorithmException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(1024);
		return generator.generateKeyPair();
	}

	private static void addHandshakes(FailureChapter chapter, ConfiguredSample application, TlsPostgres server)
			throws SQLException {
		server.refuseTls();
		chapter.add("Server without TLS", "TLS is off on the server.", application);
		chapter.add("Local server without TLS", "TLS is off on a server at `localhost`.", application.at("localhost"));
		server.restore();
		server.set("ssl_max_protocol_version", "'TLSv1.2'");
		chapter.add("Old TLS version", "The server speaks TLS 1.2, and `minimum-protocol` is `TLSv1.3`.",
				application.with("azure.postgres.tls.minimum-protocol", "TLSv1.3"));
		server.restore();
	}

	private static void addConnections(FailureChapter chapter, ConfiguredSample application) throws IOException {
		chapter.add("Connection refused", "Nothing listens on the port.",
				application.at(AzureHosts.SERVER, unusedPort()));
		chapter.add("Unknown host", "The host name can't be resolved.",
				application.at("nosuchserver.postgres.database.azure.com"));
		try (ServerSocket silent = listen()) {
			chapter.add("Silent server",
					"The server accepts the TCP connection and never answers; the URL has `connectTimeout=1`.",
					application.at(AzureHosts.SERVER, silent.getLocalPort()).withParameter("connectTimeout=1"));
		}
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = listen()) {
			return socket.getLocalPort();
		}
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	private static void addLogins(FailureChapter chapter, ConfiguredSample application, TlsPostgres server)
			throws SQLException {
		chapter.add("Wrong password", "The server is verified, and doesn't accept the password.",
				application.with("spring.datasource.password", "wrong"));
		chapter.add("Unknown database", "The server is verified, and has no such database.",
				application.withDatabase("nosuchdatabase"));
		chapter.add("Client not allowed", "The server is verified, and its `pg_hba.conf` doesn't have the user.",
				application.with("spring.datasource.username", "nosuchuser"));
		server.execute("alter role %s connection limit 0".formatted(TlsPostgres.USER));
		try {
			chapter.add("Too many connections", "The server is verified, and allows no further connection.",
					application);
		}
		finally {
			server.execute("alter role %s connection limit -1".formatted(TlsPostgres.USER));
		}
	}

	private void addSettings(FailureChapter chapter, ConfiguredSample application) {
		chapter.addStart("TLS switched off in the URL", "The URL has `sslmode=disable`.",
				application.withParameter("sslmode=disable"));
		chapter.addStart("Root certificate in the URL", "The URL has `sslrootcert`.",
				application.withParameter("sslrootcert=/certificates/root.pem"));
		chapter.addStart("Misspelt property", "The name of a property lacks its last letter.",
				application.without(ROOTS).with("azure.postgres.tls.root-certificate", "azure"));
		chapter.addStart("Unknown mode", "The mode is one of psql's that verify nothing.",
				application.with("azure.postgres.tls.mode", "require"));
		chapter.addStart("Unknown bundle", "There is no SSL bundle of the configured name.",
				application.without(ROOTS).with("azure.postgres.tls.bundle", "nosuchbundle"));
		chapter.addStart("Missing file", "The file of a root certificate doesn't exist.",
				application.with(ROOTS, this.directory.resolve("root.pem").toUri().toString())
					.showing(this.directory.toUri().toString(), "file:/certificates/"));
	}

}

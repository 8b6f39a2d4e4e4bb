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

package io.github.azurepostgrestls.trust;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.azurepostgrestls.concurrent.NewThread;
import io.github.azurepostgrestls.location.Location;
import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;
import io.github.azurepostgrestls.properties.TestSettings;
import io.github.azurepostgrestls.properties.TlsSettings;
import io.github.azurepostgrestls.revocation.ListAnswer;
import io.github.azurepostgrestls.revocation.RevocationSettings;
import io.github.azurepostgrestls.test.TestCertificateAuthority;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Location}: files that are none, and files that change while they are
 * read.
 *
 * @author the azure-postgres-tls contributors
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class LocationMaterialLoaderTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.azureLike();

	@TempDir
	private Path directory;

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesPipes() throws Exception {
		Path pipe = pipe(this.directory.resolve("pipe"));
		assertRefused(pipe.toString()).withMessageContaining("It is not a regular file.");
		assertRefused(pipe.toUri().toString()).withMessageContaining("It is not a regular file.");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), pipe);
		assertRefused(link.toString()).withMessageContaining("It is not a regular file.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dev/zero", "/dev/null", "file:/dev/zero" })
	@DisabledOnOs(OS.WINDOWS)
	void refusesDevices(String device) {
		assertRefused(device).withMessageContaining("It is not a regular file.");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesSockets() throws Exception {
		Path socket = this.directory.resolve("socket");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket));
			assertRefused(socket.toString()).withMessageContaining("It is not a regular file.");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesPipesForLists() throws Exception {
		Path pipe = pipe(this.directory.resolve("pipe"));
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> loadWithLists(pipe))
			.withMessageContaining("It is not a regular file.");
	}

	@Test
	void followsLinks() throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), file);
		assertThat(load(link.toString()).roots().asList()).hasSize(1);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesFilesThatMayNotBeRead() throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx-wx-wx"));
		assumeThat(Files.isReadable(file)).as("root may read all").isFalse();
		assertRefused(file.toString()).withMessageContaining("The application may not read it.");
		assertRefused(file.toUri().toString()).withMessageContaining("The application may not read it.");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void reloadKeepsTheLastGoodTrustWhenAPipeTakesThePlace(CapturedOutput output) throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		TrustSource source = source(Map.of("root-certificates", file.toString()));
		TlsMaterial good = source.current();
		Files.delete(file);
		pipe(file);
		for (int i = 0; i < 3; i++) {
			assertThat(source.current()).isSameAs(good);
		}
		assertThat(output).containsOnlyOnce("It is not a regular file.");
		Files.delete(file);
		AUTHORITY.writeRootPem(this.directory);
		assertThat(source.current()).isNotSameAs(good);
		assertThat(source.reloads().failure()).isNull();
	}

	@Test
	void reloadKeepsTheLastGoodTrustWhenADirectoryTakesThePlace(CapturedOutput output) throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		TrustSource source = source(Map.of("root-certificates", file.toString()));
		TlsMaterial good = source.current();
		Files.delete(file);
		Files.createDirectory(file);
		for (int i = 0; i < 3; i++) {
			assertThat(source.current()).isSameAs(good);
		}
		assertThat(output).containsOnlyOnce("It is a directory.");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void reloadKeepsTheLastGoodTrustWhenTheFileMayNotBeRead(CapturedOutput output) throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		TrustSource source = source(Map.of("root-certificates", file.toString()));
		TlsMaterial good = source.current();
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx-wx-wx"));
		assumeThat(Files.isReadable(file)).as("root may read all").isFalse();
		for (int i = 0; i < 3; i++) {
			assertThat(source.current()).isSameAs(good);
		}
		assertThat(output).containsOnlyOnce("The application may not read it.");
	}

	@Test
	void fileMayVanishBeforeItIsRead() throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		LocationMaterialLoader origin = origin(Map.of("root-certificates", file.toString()));
		Object version = origin.version();
		Files.delete(file);
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(origin::load)
			.withMessageContaining("It does not exist.");
		assertThat(origin.version()).isNotEqualTo(version);
		Files.createDirectory(file);
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(origin::load)
			.withMessageContaining("It is a directory.");
	}

	@Test
	void fileMayGrowWhileItIsRead() throws Exception {
		Path file = AUTHORITY.writeRootPem(this.directory);
		TrustSource source = source(Map.of("root-certificates", file.toString()));
		CompletableFuture<Void> growing = CompletableFuture.runAsync(() -> grow(file, 2 * MEBIBYTE),
				NewThread.PER_TASK);
		while (!growing.isDone()) {
			assertThat(source.current().trust().roots().asList()).hasSize(1);
		}
		growing.get();
		assertThat(source.current().trust().roots().asList()).hasSize(1);
		assertThat(source.reloads().failure()).isNotNull()
			.extracting(ReloadStatus.Failure::description)
			.asString()
			.contains("The file is larger than 1 MiB.");
		AUTHORITY.writeRootPem(this.directory);
		assertThat(source.current().trust().roots().asList()).hasSize(1);
		assertThat(source.reloads().failure()).isNull();
	}

	@Test
	void listsMayBeLarger() throws Exception {
		Path file = Files.write(this.directory.resolve("list.crl"), largeList());
		assertThat(Files.size(file)).isGreaterThan(MEBIBYTE);
		assertThat(loadWithLists(file).trust().roots().asList()).hasSize(1);
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(16 * MEBIBYTE + 1);
		}
		assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> loadWithLists(file))
			.withMessageContaining("The file is larger than 16 MiB.");
	}

	private static Path pipe(Path path) throws Exception {
		Process process = new ProcessBuilder("mkfifo", path.toString()).start();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		return path;
	}

	private static void grow(Path file, int size) {
		try {
			for (int written = 0; written < size; written += 1024) {
				Files.writeString(file, "x".repeat(1024), StandardOpenOption.APPEND);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] largeList() throws Exception {
		BigInteger first = BigInteger.ONE.shiftLeft(120);
		return ListAnswer.empty(AUTHORITY.rootBundle(), Instant.now())
			.revoking(IntStream.range(0, 40_000)
				.mapToObj((i) -> first.add(BigInteger.valueOf(i)))
				.toArray(BigInteger[]::new))
			.list()
			.getEncoded();
	}

	private static TlsMaterial loadWithLists(Path file) {
		return origin(Map.of("root-certificates", AUTHORITY.rootPem(), "revocation.mode", "hard-fail",
				"revocation.crl-locations", file.toString()))
			.load();
	}

	private static ServerTrust load(String location) {
		return origin(Map.of("root-certificates", location)).load().trust();
	}

	private static ThrowableAssertAlternative<InvalidTlsConfigurationException> assertRefused(String location) {
		return assertThatExceptionOfType(InvalidTlsConfigurationException.class).isThrownBy(() -> load(location))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo("azure.postgres.tls.root-certificates[0]");
				assertThat(ex.getValue()).isEqualTo(location);
				assertThat(ex.getAction()).isNotEmpty();
			});
	}

	private static TrustSource source(Map<String, String> properties) {
		return new TrustSource(origin(properties), true, InstantSource.system());
	}

	private static LocationMaterialLoader origin(Map<String, String> properties) {
		TlsSettings settings = TestSettings.of(properties);
		RevocationSettings revocation = RevocationSettings.of(settings, new DefaultResourceLoader(),
				InstantSource.system());
		return new LocationMaterialLoader(settings, revocation, new DefaultResourceLoader(), InstantSource.system());
	}

}

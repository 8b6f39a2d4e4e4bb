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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads and sockets of this process at one moment.
 *
 * @param threads the live threads
 * @param sockets the links of the open sockets
 * @author the azure-postgres-tls contributors
 */
record ProcessResources(Set<Thread> threads, Set<String> sockets) {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	// Of the JVM, also those that carry virtual threads, and of the test framework: they
	// come
	// and go by themselves
	private static final List<String> FOREIGN = List.of("ForkJoinPool.commonPool", "process reaper", "Common-Cleaner",
			"awaitility", "surefire", "ForkJoinPool-1-", "Poller", "VirtualThread-unblocker", "pg_ctl", "initdb",
			"log:pid", "Attach Listener");

	static ProcessResources now() {
		return new ProcessResources(liveThreads(), openSockets());
	}

	private static Set<Thread> liveThreads() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> FOREIGN.stream().anyMatch(thread.getName()::contains));
		return threads;
	}

	// Other systems than Linux don't show them as files: none are counted there
	private static Set<String> openSockets() {
		Set<String> sockets = new HashSet<>();
		if (!Files.isDirectory(DESCRIPTORS)) {
			return sockets;
		}
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			for (Path descriptor : descriptors.toList()) {
				addIfSocket(descriptor, sockets);
			}
			return sockets;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void addIfSocket(Path descriptor, Set<String> sockets) {
		try {
			String link = Files.readSymbolicLink(descriptor).toString();
			if (link.startsWith("socket:")) {
				sockets.add(link);
			}
		}
		catch (IOException ex) {
			// Closed meanwhile
		}
	}

	/**
	 * Wait until nothing is left that wasn't there at this moment.
	 */
	void awaitNothingMore() {
		Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL).untilAsserted(() -> {
			ProcessResources now = now();
			assertThat(now.threads).as("threads").isSubsetOf(this.threads);
			assertThat(now.sockets).as("sockets").isSubsetOf(this.sockets);
		});
	}

}

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts how often threads wait for a lock, with the Flight Recorder of the JDK.
 *
 * @author the azure-postgres-tls contributors
 */
final class Waits {

	private static final List<String> EVENTS = List.of("jdk.JavaMonitorEnter", "jdk.ThreadPark");

	private static final Duration THRESHOLD = Duration.ofNanos(100_000);

	// A thread of a pool that has nothing to do waits there too
	private static final String IDLE = "java.util.concurrent.ThreadPoolExecutor.getTask";

	private long count;

	private long countOfStarter;

	/**
	 * Count the waits in some work.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result of the work
	 * @throws Exception if the work fails
	 */
	<T> T during(Callable<T> work) throws Exception {
		try (Recording recording = new Recording()) {
			EVENTS.forEach((event) -> recording.enable(event).withThreshold(THRESHOLD).withStackTrace());
			recording.start();
			T result = work.call();
			recording.stop();
			count(recording);
			return result;
		}
	}

	private void count(Recording recording) throws IOException {
		Path file = Files.createTempFile("waits", ".jfr");
		try {
			recording.dump(file);
			for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
				List<String> stack = stack(event);
				if (!stack.contains(IDLE)) {
					this.count++;
					this.countOfStarter += isOfStarter(stack) ? 1 : 0;
				}
			}
		}
		finally {
			Files.delete(file);
		}
	}

	private static List<String> stack(RecordedEvent event) {
		return (event.getStackTrace() != null) ? event.getStackTrace()
			.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
			.toList() : List.of();
	}

	// Below the classes of the JDK that are locks themselves
	private static boolean isOfStarter(List<String> stack) {
		return stack.stream()
			.filter((frame) -> !frame.matches("(java\\.util\\.concurrent\\.|jdk\\.internal\\.misc\\.).*"))
			.findFirst()
			.filter((frame) -> frame.startsWith("io.github.azurepostgrestls.") && !frame.contains(".benchmarks."))
			.isPresent();
	}

	long count() {
		return this.count;
	}

	long countOfStarter() {
		return this.countOfStarter;
	}

}

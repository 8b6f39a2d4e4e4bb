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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many threads that do the same at once.
 *
 * @author the azure-postgres-tls contributors
 */
final class ManyThreads {

	private ManyThreads() {
	}

	/**
	 * Run a task in each of many threads, and wait for all of them.
	 * @param <T> the type of the results
	 * @param threads how many threads there are
	 * @param task what each of them does once
	 * @param limitSeconds how long all of them may take together
	 * @return the results
	 * @throws Exception if a task fails or takes longer
	 */
	static <T> List<T> run(int threads, Callable<T> task, int limitSeconds) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> result : executor.invokeAll(IntStream.range(0, threads).mapToObj((i) -> task).toList(),
					limitSeconds, TimeUnit.SECONDS)) {
				results.add(result.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}

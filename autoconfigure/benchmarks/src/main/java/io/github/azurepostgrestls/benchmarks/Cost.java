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

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * What one rival has cost so far in the thread that works.
 *
 * @author the azure-postgres-tls contributors
 */
final class Cost {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private long wall;

	private long cpu;

	private long bytes;

	/**
	 * Do something and add what it costs.
	 * @param work what to do
	 * @throws Exception if it fails
	 */
	void of(Work work) throws Exception {
		long wallBefore = System.nanoTime();
		long cpuBefore = threads.getCurrentThreadCpuTime();
		long bytesBefore = threads.getCurrentThreadAllocatedBytes();
		work.run();
		this.bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
		this.cpu += threads.getCurrentThreadCpuTime() - cpuBefore;
		this.wall += System.nanoTime() - wallBefore;
	}

	void reset() {
		this.wall = 0;
		this.cpu = 0;
		this.bytes = 0;
	}

	/**
	 * Return how long it took.
	 * @return nanoseconds
	 */
	long wall() {
		return this.wall;
	}

	/**
	 * Return the time of the processor.
	 * @return nanoseconds
	 */
	long cpu() {
		return this.cpu;
	}

	/**
	 * Return what was allocated.
	 * @return bytes
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Something that costs.
	 */
	@FunctionalInterface
	interface Work {

		void run() throws Exception;

	}

}

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

package io.github.azurepostgrestls.concurrent;

import java.util.concurrent.Executor;

/**
 * Executes each task in a thread of its own. Tests that wait for one task while another
 * runs need that: the common pool has a single thread on a machine with two processors,
 * and {@link java.util.concurrent.CompletableFuture} of Java 25 uses it all the same.
 *
 * @author the azure-postgres-tls contributors
 */
public final class NewThread {

	/** The executor. */
	public static final Executor PER_TASK = NewThread::start;

	private NewThread() {
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "task");
		thread.setDaemon(true);
		thread.start();
	}

}

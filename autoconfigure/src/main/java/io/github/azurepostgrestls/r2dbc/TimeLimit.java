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

package io.github.azurepostgrestls.r2dbc;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * How long a step of a connection may take. Used by the event loop of its channel only.
 *
 * @author the azure-postgres-tls contributors
 */
final class TimeLimit {

	private final Duration limit;

	private long startedAt;

	private @Nullable ScheduledFuture<?> end;

	TimeLimit(Duration limit) {
		this.limit = limit;
	}

	/**
	 * Start the step.
	 * @param context whose event loop keeps the time
	 * @param expired receives how long the step took when there is no more time
	 */
	void start(ChannelHandlerContext context, Consumer<Duration> expired) {
		this.startedAt = System.nanoTime();
		this.end = context.executor()
			.schedule(() -> expired.accept(elapsed()), this.limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	void end() {
		if (this.end != null) {
			this.end.cancel(false);
		}
	}

}

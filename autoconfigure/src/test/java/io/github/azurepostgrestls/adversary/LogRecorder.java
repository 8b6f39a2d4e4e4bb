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

package io.github.azurepostgrestls.adversary;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.azurepostgrestls.adversary.Outcome.LogLine;
import org.slf4j.LoggerFactory;

/**
 * Records what the starter logs.
 *
 * @author the azure-postgres-tls contributors
 */
final class LogRecorder implements AutoCloseable {

	private static final String STARTER = "io.github.azurepostgrestls";

	private final Logger logger = (Logger) LoggerFactory.getLogger(STARTER);

	private final Recorder recorder = new Recorder();

	LogRecorder() {
		this.recorder.setContext(this.logger.getLoggerContext());
		this.recorder.start();
		this.logger.addAppender(this.recorder);
	}

	/**
	 * Return the lines that name a DataSource.
	 * @param dataSource the name of the DataSource
	 * @return the lines so far
	 */
	List<LogLine> linesOf(String dataSource) {
		return this.recorder.lines.stream().filter((line) -> line.message().contains("'" + dataSource + "'")).toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.recorder);
		this.recorder.stop();
	}

	/**
	 * Keeps each line.
	 */
	private static final class Recorder extends AppenderBase<ILoggingEvent> {

		private final List<LogLine> lines = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.lines.add(new LogLine(event.getLevel().toString(), event.getFormattedMessage()));
		}

	}

}

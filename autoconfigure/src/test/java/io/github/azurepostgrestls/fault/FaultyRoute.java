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

import io.github.azurepostgrestls.test.RecordingProxy;
import io.github.azurepostgrestls.test.RecordingProxy.Recording;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way to a server through a proxy that injects faults and one that records what
 * leaves. However a test ends, nothing has left but TLS, and nothing is left behind.
 *
 * @param before what was there before
 * @param recorder the proxy before the server
 * @param proxy the proxy that clients connect to
 * @author the azure-postgres-tls contributors
 */
record FaultyRoute(ProcessResources before, RecordingProxy recorder, FaultyProxy proxy) implements AutoCloseable {

	static FaultyRoute to(int port) throws IOException {
		ProcessResources before = ProcessResources.now();
		RecordingProxy recorder = RecordingProxy.start(port);
		return new FaultyRoute(before, recorder, FaultyProxy.start(recorder.port()));
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
		this.recorder.close();
		this.before.awaitNothingMore();
		assertThat(this.recorder.recordings()).allMatch(Recording::isOnlyTls);
	}

}

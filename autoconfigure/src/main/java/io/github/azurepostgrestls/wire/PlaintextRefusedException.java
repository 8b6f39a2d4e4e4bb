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

package io.github.azurepostgrestls.wire;

import java.io.IOException;

/**
 * Something was about to be sent in the clear. Nothing of it was.
 *
 * @author the azure-postgres-tls contributors
 */
public class PlaintextRefusedException extends IOException implements ServerFailure {

	private final ServerAddress server;

	PlaintextRefusedException(ServerAddress server) {
		super("A packet of the PostgreSQL protocol would have been sent to %s in the clear; it was not sent"
			.formatted(server));
		this.server = server;
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

}

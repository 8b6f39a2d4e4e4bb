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

import org.postgresql.util.ServerErrorMessage;

/**
 * A verified server, or a pooler before it, refused the login.
 *
 * @author the azure-postgres-tls contributors
 */
public class LoginRefusedException extends IOException implements ServerFailure {

	private final ServerAddress server;

	private final ServerErrorMessage answer;

	LoginRefusedException(ServerAddress server, ServerErrorMessage answer) {
		super("%s refused the login".formatted(server));
		this.server = server;
		this.answer = answer;
	}

	@Override
	public ServerAddress getServer() {
		return this.server;
	}

	/**
	 * Return what the server answered.
	 * @return the error
	 */
	public ServerErrorMessage getAnswer() {
		return this.answer;
	}

}

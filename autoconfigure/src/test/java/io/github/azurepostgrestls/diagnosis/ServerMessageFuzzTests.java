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

package io.github.azurepostgrestls.diagnosis;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azurepostgrestls.fault.ShownText;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whatever a server answers instead of letting the user in, the texts about it are
 * harmless.
 *
 * @author the azure-postgres-tls contributors
 */
class ServerMessageFuzzTests {

	private static final int LIMIT = 2000;

	@FuzzTest
	void textsAboutTheAnswerAreHarmless(byte[] bytes) {
		String answer = new String(bytes, StandardCharsets.UTF_8);
		Diagnosis diagnosis = Diagnosis.of(new PSQLException(new ServerErrorMessage(answer)));
		ShownText.requireHarmless(diagnosis.description(), LIMIT);
		ShownText.requireHarmless(diagnosis.action(), LIMIT);
	}

}

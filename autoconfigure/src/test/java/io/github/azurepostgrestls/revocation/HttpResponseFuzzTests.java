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

package io.github.azurepostgrestls.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever answers in the place of a revocation service, its answer is read within its
 * limit or refused.
 *
 * @author the azure-postgres-tls contributors
 */
class HttpResponseFuzzTests {

	private static final int MAXIMUM = 100;

	@FuzzTest
	void readsNoMoreThanTheMaximum(byte[] answer) {
		try {
			assertThat(HttpResponse.readBody(new ByteArrayInputStream(answer), MAXIMUM).length)
				.isLessThanOrEqualTo(Math.min(MAXIMUM, answer.length));
		}
		catch (IOException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}

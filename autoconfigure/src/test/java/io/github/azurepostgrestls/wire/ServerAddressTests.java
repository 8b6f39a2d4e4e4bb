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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerAddress}.
 *
 * @author the azure-postgres-tls contributors
 */
class ServerAddressTests {

	@ParameterizedTest
	@CsvSource({ "db.example.com, db.example.com:5432", "10.0.0.1, 10.0.0.1:5432", "::1, [0:0:0:0:0:0:0:1]:5432",
			"[::1], [0:0:0:0:0:0:0:1]:5432", "[0::0:1], [0:0:0:0:0:0:0:1]:5432",
			"[2001:DB8::1], [2001:db8:0:0:0:0:0:1]:5432", "::ffff:10.0.0.1, 10.0.0.1:5432",
			"[fe80::1%25none], [fe80::1%25none]:5432", "abc:def, [abc:def]:5432" })
	void hasOneForm(String host, String text) {
		assertThat(new ServerAddress(host, 5432)).hasToString(text);
	}

	@Test
	void isEqualHoweverItIsWritten() {
		assertThat(new ServerAddress("[::1]", 5432)).isEqualTo(new ServerAddress("0:0:0:0:0:0:0:1", 5432));
	}

}

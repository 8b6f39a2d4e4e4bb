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

import java.time.Duration;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionLimit} and {@link SecurityReference}.
 *
 * @author the azure-postgres-tls contributors
 */
class ConnectionLimitTests {

	@ParameterizedTest
	@CsvSource({ "10,0,,10000", "3,0,,3000", "3,2,,2000", "3,2.5,,2500", "10,0,30000,10000", "10,0,1500,1500",
			"0,0,2147483647,30000", "0,Infinity,,30000", "0,0,500,1000", "0,7,,7000" })
	void takesTheSmallestOfThoseThatAreSet(String connectTimeout, String loginTimeout, @Nullable Long pool,
			long expected) {
		Properties info = new Properties();
		info.setProperty("connectTimeout", connectTimeout);
		info.setProperty("loginTimeout", loginTimeout);
		assertThat(ConnectionLimit.of(info, (pool != null) ? Duration.ofMillis(pool) : null))
			.isEqualTo(Duration.ofMillis(expected));
	}

	@Test
	void followsTheDriversDefault() {
		assertThat(ConnectionLimit.of(new Properties(), null)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void neverIsWithoutALimit() {
		Properties info = new Properties();
		info.setProperty("connectTimeout", "0");
		info.setProperty("loginTimeout", "soon");
		assertThat(ConnectionLimit.of(info, Duration.ZERO)).isEqualTo(ConnectionLimit.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource({ "the-id,the-id,", "the-id:500,the-id,500", "the-id:x,the-id:x,", ":,:," })
	void readsAReferenceAndItsLimit(String text, String id, @Nullable Long limit) {
		SecurityReference reference = SecurityReference.of(text);
		assertThat(reference.id()).isEqualTo(id);
		assertThat(reference.limit()).isEqualTo((limit != null) ? Duration.ofMillis(limit) : null);
		assertThat(reference).hasToString(text);
	}

}

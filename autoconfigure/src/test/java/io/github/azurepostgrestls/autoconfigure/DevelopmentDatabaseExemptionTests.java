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

package io.github.azurepostgrestls.autoconfigure;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DevelopmentDatabaseExemption}.
 *
 * @author the azure-postgres-tls contributors
 */
class DevelopmentDatabaseExemptionTests {

	@Test
	void providersAreClassesOfSpringBoot() {
		assertThat(ReflectionTestUtils.getField(DevelopmentDatabaseExemption.class, "PROVIDERS"))
			.asInstanceOf(InstanceOfAssertFactories.collection(String.class))
			.hasSize(2)
			.allSatisfy((name) -> assertThat(ClassUtils.forName(name, null)).isAssignableTo(ConnectionDetails.class));
	}

}

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

package io.github.azurepostgrestls.sample;

import io.github.azurepostgrestls.test.TlsHealthAssert;
import io.github.azurepostgrestls.test.TlsPostgreSQLContainer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Applications that connect to a {@link TlsPostgreSQLContainer} without any property.
 *
 * @author the azure-postgres-tls contributors
 */
@Testcontainers(disabledWithoutDocker = true)
class TlsContainerTests {

	private static final String IMAGE = "postgres:17";

	/**
	 * What holds wherever the container comes from. The context, whose pool would look
	 * for the stopped container, isn't kept.
	 */
	@DirtiesContext
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
	abstract static class Verified {

		@Test
		void isVerified(@Autowired @Qualifier("azurePostgresTlsHealthContributor") HealthIndicator health) {
			TlsHealthAssert.assertThat(health.health(true)).isVerified().hasProtocol("TLSv1.3");
		}

	}

	@Nested
	class InAField extends Verified {

		@Container
		@ServiceConnection
		static PostgreSQLContainer postgres = TlsPostgreSQLContainer.of(IMAGE);

	}

	@Nested
	@Import(Beans.class)
	class AsABean extends Verified {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return TlsPostgreSQLContainer.of(IMAGE);
		}

	}

	@Nested
	@ImportTestcontainers(Containers.class)
	class Imported extends Verified {

	}

	static final class Containers {

		@Container
		@ServiceConnection
		static PostgreSQLContainer postgres = TlsPostgreSQLContainer.of(IMAGE);

		private Containers() {
		}

	}

}

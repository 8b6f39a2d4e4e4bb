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

package io.github.azurepostgrestls.properties;

/**
 * What happens to databases that Spring Boot's support for Testcontainers or Docker
 * Compose provides.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public enum DevelopmentDatabases {

	/**
	 * Their connections are verified like all others.
	 */
	VERIFY,

	/**
	 * Their connections are not verified if the database runs on this machine or in a
	 * private network. Without the support for Testcontainers or Docker Compose, as in
	 * production, this changes nothing.
	 */
	EXEMPT

}

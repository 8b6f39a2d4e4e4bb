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

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Profile;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counts notes with R2DBC.
 *
 * @author the azure-postgres-tls contributors
 */
@RestController
@Profile("r2dbc")
class NoteCountController {

	private final DatabaseClient databaseClient;

	NoteCountController(DatabaseClient databaseClient) {
		this.databaseClient = databaseClient;
	}

	@GetMapping("/notes/count")
	Mono<Long> count() {
		return this.databaseClient.sql("select count(*) from note").mapValue(Long.class).one();
	}

}

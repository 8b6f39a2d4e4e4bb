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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps notes in the database.
 *
 * @author the azure-postgres-tls contributors
 */
@Repository
class NoteRepository {

	private final JdbcClient jdbcClient;

	NoteRepository(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	List<Note> findAll() {
		return this.jdbcClient.sql("select id, text, written_at from note order by id")
			.query(NoteRepository::mapRow)
			.list();
	}

	Note add(String text) {
		return this.jdbcClient.sql("insert into note (text) values (:text) returning id, text, written_at")
			.param("text", text)
			.query(NoteRepository::mapRow)
			.single();
	}

	private static Note mapRow(ResultSet row, int rowNumber) throws SQLException {
		return new Note(row.getLong("id"), row.getString("text"),
				row.getObject("written_at", OffsetDateTime.class).toInstant());
	}

}

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

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reads and writes notes.
 *
 * @author the azure-postgres-tls contributors
 */
@RestController
@RequestMapping("/notes")
class NoteController {

	private final NoteRepository notes;

	NoteController(NoteRepository notes) {
		this.notes = notes;
	}

	@GetMapping
	List<Note> list() {
		return this.notes.findAll();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Note write(@RequestBody NewNote note) {
		return this.notes.add(note.text());
	}

	/**
	 * A note to be written.
	 *
	 * @param text what it says
	 */
	record NewNote(String text) {

		private static final int MAXIMUM_LENGTH = 280;

		NewNote {
			Assert.hasText(text, "'text' must not be empty");
			Assert.isTrue(text.length() <= MAXIMUM_LENGTH, "'text' must not be longer than 280 characters");
		}

	}

}

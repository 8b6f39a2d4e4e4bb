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

package io.github.azurepostgrestls.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A page of the guide as Asciidoctor has rendered it.
 *
 * @param file the file
 * @param document the HTML, which can be changed
 * @author the azure-postgres-tls contributors
 */
record Page(Path file, Document document) {

	static Page read(Path file) {
		try {
			Document document = Jsoup.parse(file, StandardCharsets.UTF_8.name());
			document.outputSettings().prettyPrint(false);
			return new Page(file, document);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The page '%s' can't be read".formatted(file), ex);
		}
	}

	void write() throws IOException {
		Files.writeString(this.file, this.document.outerHtml());
	}

	String name() {
		return this.file.getFileName().toString();
	}

	String title() {
		return this.document.expectFirst("#header h1").text();
	}

	Element content() {
		return this.document.expectFirst("#content");
	}

	List<Section> sections() {
		return Section.in(content());
	}

	@Nullable Element anchor(String id) {
		return this.document.getElementById(id);
	}

}

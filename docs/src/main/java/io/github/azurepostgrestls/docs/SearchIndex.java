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

import java.util.ArrayList;
import java.util.List;

import org.jsoup.nodes.Element;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of the pages for the search, as a script: a browser loads scripts from local
 * files too, but no JSON.
 *
 * @author the azure-postgres-tls contributors
 */
final class SearchIndex {

	// Of the table of properties
	private static final String ROWS = "tr:has(a[id])";

	private final List<Entry> entries = new ArrayList<>();

	void add(Page page) {
		Element start = page.content().clone();
		start.select(".sect1, " + ROWS).remove();
		this.entries.add(new Entry(page.name(), page.title(), "", start.text()));
		page.content().select(ROWS).forEach((row) -> addRow(page, row));
		page.sections().forEach((section) -> addSection(page, section));
	}

	private void addSection(Page page, Section section) {
		add(page, section.id(), section.title(), section.text());
		section.sections().forEach((child) -> addSection(page, child));
	}

	private void addRow(Page page, Element row) {
		Element anchor = row.expectFirst("a[id]");
		Element name = anchor.nextElementSibling();
		add(page, anchor.id(), (name != null) ? name.text() : anchor.id(), row.text());
	}

	private void add(Page page, String anchor, String title, String text) {
		this.entries.add(new Entry(page.name() + "#" + anchor, page.title(), title, text));
	}

	String toScript() {
		return "const searchEntries = %s;\n".formatted(JsonMapper.shared().writeValueAsString(this.entries));
	}

	/**
	 * What one result of the search is about.
	 *
	 * @param url the page and the anchor
	 * @param page the title of the page
	 * @param section the title of the section, empty for the start of the page
	 * @param text the text
	 */
	private record Entry(String url, String page, String section, String text) {
	}

}

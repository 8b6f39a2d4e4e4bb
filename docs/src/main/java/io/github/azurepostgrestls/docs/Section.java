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

import java.util.List;

import org.jsoup.nodes.Element;

/**
 * A section of a page, as the navigation and the search show it.
 *
 * @param id the anchor
 * @param title the title
 * @param element the section with its title and all that is in it
 * @param sections the sections in it
 * @author the azure-postgres-tls contributors
 */
record Section(String id, String title, Element element, List<Section> sections) {

	private static final String SECTIONS = "> .sect1, > .sectionbody > .sect2, > .sect2";

	/**
	 * Find the sections of a page or of a section, at two levels.
	 * @param parent the content of the page, or the section
	 * @return the sections, in the order of the text
	 */
	static List<Section> in(Element parent) {
		return parent.select(SECTIONS).stream().map(Section::of).toList();
	}

	private static Section of(Element element) {
		Element title = element.expectFirst("h2, h3");
		return new Section(title.id(), title.text(), element, in(element));
	}

	/**
	 * Return the text below the title, without that of the sections in it.
	 * @return the text
	 */
	String text() {
		Element own = this.element.clone();
		own.select("h2, h3, .sect2").remove();
		return own.text();
	}

}

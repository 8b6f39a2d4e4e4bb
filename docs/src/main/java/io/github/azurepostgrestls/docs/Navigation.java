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
 * The links on each page to all pages and their sections, and to the page before and
 * after it.
 *
 * @author the azure-postgres-tls contributors
 */
final class Navigation {

	private final Site site;

	Navigation(Site site) {
		this.site = site;
	}

	/**
	 * Fill the navigation of a page.
	 * @param nav the element for all pages
	 * @param current the page
	 */
	void addPages(Element nav, Page current) {
		for (Site.Group group : this.site.groups()) {
			nav.appendElement("h2").text(group.title());
			Element list = nav.appendElement("ul");
			for (Page page : group.pages()) {
				addPage(list.appendElement("li"), page, page == current);
			}
		}
	}

	private static void addPage(Element item, Page page, boolean current) {
		Element link = item.appendElement("a").attr("href", page.name()).text(page.title());
		if (current) {
			link.attr("aria-current", "page");
		}
		List<Section> sections = page.sections();
		if (!sections.isEmpty()) {
			Element details = item.appendElement("details").attr("open", current);
			details.appendElement("summary").attr("aria-label", "Sections of " + page.title());
			addSections(details, page, sections);
		}
	}

	private static void addSections(Element parent, Page page, List<Section> sections) {
		if (!sections.isEmpty()) {
			Element list = parent.appendElement("ul");
			for (Section section : sections) {
				Element item = list.appendElement("li");
				item.appendElement("a").attr("href", page.name() + "#" + section.id()).text(section.title());
				addSections(item, page, section.sections());
			}
		}
	}

	/**
	 * Fill the links to the page before and after a page.
	 * @param pager the element for these links
	 * @param current the page
	 */
	void addNeighbours(Element pager, Page current) {
		List<Page> pages = this.site.pages();
		int position = pages.indexOf(current);
		if (position > 0) {
			addNeighbour(pager, "prev", "Previous: ", pages.get(position - 1));
		}
		if (position < pages.size() - 1) {
			addNeighbour(pager, "next", "Next: ", pages.get(position + 1));
		}
	}

	private static void addNeighbour(Element pager, String relation, String label, Page page) {
		pager.appendElement("a").attr("href", page.name()).attr("rel", relation).text(label + page.title());
	}

}

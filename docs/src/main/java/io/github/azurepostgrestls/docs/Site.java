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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * All pages of the guide. Its first page lists the others, so that this list is also the
 * order of the navigation.
 *
 * @param directory the directory of the pages
 * @param index the first page
 * @param groups the other pages, as the first page groups them
 * @author the azure-postgres-tls contributors
 */
record Site(Path directory, Page index, List<Group> groups) {

	private static final String INDEX = "index.html";

	/**
	 * Read the pages. What the first page lists is removed from it if there is no such
	 * page.
	 * @param directory the directory of the pages
	 * @return the site
	 * @throws IOException if the directory can't be read
	 * @throws IllegalStateException if the first page doesn't list a page
	 */
	static Site read(Path directory) throws IOException {
		Map<String, Page> pages = new TreeMap<>();
		try (Stream<Path> files = Files.list(directory)) {
			files.filter((file) -> file.toString().endsWith(".html"))
				.map(Page::read)
				.forEach((page) -> pages.put(page.name(), page));
		}
		Page index = pages.remove(INDEX);
		if (index == null) {
			throw new IllegalStateException("'%s' has no page '%s'".formatted(directory, INDEX));
		}
		List<Group> groups = index.sections().stream().map((section) -> Group.of(section, pages)).toList();
		if (!pages.isEmpty()) {
			throw new IllegalStateException("The page '%s' doesn't list %s".formatted(INDEX, pages.keySet()));
		}
		return new Site(directory, index, groups.stream().filter((group) -> !group.pages().isEmpty()).toList());
	}

	List<Page> pages() {
		return Stream.concat(Stream.of(this.index), this.groups.stream().flatMap((group) -> group.pages().stream()))
			.toList();
	}

	@Nullable Page page(String name) {
		return pages().stream().filter((page) -> page.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Pages that belong together.
	 *
	 * @param title the title
	 * @param pages the pages
	 */
	record Group(String title, List<Page> pages) {

		// Takes what it finds
		private static Group of(Section section, Map<String, Page> pages) {
			List<Page> found = section.element()
				.select("li")
				.stream()
				.map((item) -> take(item, pages))
				.filter(Objects::nonNull)
				.toList();
			if (found.isEmpty()) {
				section.element().remove();
			}
			return new Group(section.title(), found);
		}

		private static @Nullable Page take(Element item, Map<String, Page> pages) {
			Page page = pages.remove(item.expectFirst("a").attr("href"));
			if (page == null) {
				item.remove();
			}
			return page;
		}

	}

}

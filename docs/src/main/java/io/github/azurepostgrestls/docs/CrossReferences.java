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

import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * The references of the pages to each other, to images and to other files of the site.
 *
 * @author the azure-postgres-tls contributors
 */
final class CrossReferences {

	private final Site site;

	CrossReferences(Site site) {
		this.site = site;
	}

	/**
	 * Give each reference without a text the title of its target. Asciidoctor knows only
	 * the page that it renders, so it writes the name of the file.
	 */
	void addTitles() {
		for (Page page : this.site.pages()) {
			for (Element link : page.content().select("a[href]")) {
				URI target = URI.create(link.attr("href"));
				Page targetPage = this.site.page(Objects.requireNonNullElse(target.getPath(), ""));
				if (targetPage != null && link.text().equals(target.getPath())) {
					addTitle(link, targetPage, target.getFragment());
				}
			}
		}
	}

	private static void addTitle(Element link, Page page, @Nullable String fragment) {
		Element anchor = (fragment != null) ? page.anchor(fragment) : null;
		if (anchor == null || anchor.nameIs("body")) {
			link.text(page.title());
		}
		else if (anchor.nameIs("a")) {
			// An inline anchor is before what it names
			Element named = anchor.nextElementSibling();
			link.html((named != null) ? named.outerHtml() : page.title());
		}
		else {
			link.text(anchor.text());
		}
	}

	/**
	 * Find the references to nothing.
	 * @return for each of them the page and the reference
	 */
	List<String> broken() {
		List<String> broken = new ArrayList<>();
		for (Page page : this.site.pages()) {
			for (Element element : page.document().select("[href], [src]")) {
				String reference = element.hasAttr("href") ? element.attr("href") : element.attr("src");
				if (!exists(URI.create(reference), page)) {
					broken.add("%s: %s".formatted(page.name(), reference));
				}
			}
		}
		return broken;
	}

	private boolean exists(URI reference, Page page) {
		if (reference.isAbsolute()) {
			// Of another site
			return true;
		}
		String path = reference.getPath();
		Page target = path.isEmpty() ? page : this.site.page(path);
		if (target == null) {
			return Files.isRegularFile(this.site.directory().resolve(path));
		}
		String fragment = reference.getFragment();
		return fragment == null || target.anchor(fragment) != null;
	}

}

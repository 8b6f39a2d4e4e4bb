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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import org.springframework.core.io.ClassPathResource;

/**
 * What each page has around its text: {@code layout.html}, filled.
 *
 * @author the azure-postgres-tls contributors
 */
final class Layout {

	private final Document template;

	private final Navigation navigation;

	private Layout(Document template, Navigation navigation) {
		this.template = template;
		this.navigation = navigation;
	}

	static Layout load(Navigation navigation) throws IOException {
		try (InputStream in = new ClassPathResource("layout.html", Layout.class).getInputStream()) {
			return new Layout(Jsoup.parse(in, StandardCharsets.UTF_8.name(), ""), navigation);
		}
	}

	void apply(Page page) {
		Document document = page.document();
		document.body().prependChild(part("skip"));
		document.expectFirst("#banner").removeAttr("role").prependChild(part("site-bar"));
		// The theme hides its label from everybody
		document.select("#switch-theme-checkbox").attr("aria-label", "Dark theme");
		// The theme's own table of contents of one page
		document.expectFirst("#tocbar-container").remove();
		Element pages = part("site-nav");
		this.navigation.addPages(pages, page);
		document.expectFirst("#doc").before(pages).tagName("main");
		Element pager = part("site-pager");
		this.navigation.addNeighbours(pager, page);
		page.content().appendChild(pager);
		document.select("table.tableblock").forEach((table) -> table.wrap("<div class=\"table-box\"></div>"));
	}

	private Element part(String id) {
		return this.template.expectFirst("#" + id).clone();
	}

}

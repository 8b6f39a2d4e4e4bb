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

import org.springframework.core.io.ClassPathResource;

/**
 * Makes a site of the pages that Asciidoctor has rendered: with navigation, search and
 * checked links.
 *
 * @author the azure-postgres-tls contributors
 */
public final class SiteGenerator {

	private SiteGenerator() {
	}

	/**
	 * Change the pages and add the scripts of the search.
	 * @param args the directory of the pages, and the class path resource of Lunr
	 * @throws IOException if a file can't be read or written
	 * @throws IllegalStateException if a page refers to nothing
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		Path scripts = Files.createDirectories(directory.resolve("js"));
		Files.write(scripts.resolve("lunr.min.js"), new ClassPathResource(args[1]).getContentAsByteArray());
		Files.writeString(scripts.resolve("search-entries.js"), generate(directory));
	}

	/**
	 * Change the pages.
	 * @param directory the directory of the pages
	 * @return the script with the entries of the search
	 * @throws IOException if a file can't be read or written
	 * @throws IllegalStateException if a page refers to nothing
	 */
	static String generate(Path directory) throws IOException {
		Site site = Site.read(directory);
		CrossReferences references = new CrossReferences(site);
		references.addTitles();
		SearchIndex search = new SearchIndex();
		site.pages().forEach(search::add);
		Layout layout = Layout.load(new Navigation(site));
		site.pages().forEach(layout::apply);
		List<String> broken = references.broken();
		if (!broken.isEmpty()) {
			throw new IllegalStateException("References to nothing:\n" + String.join("\n", broken));
		}
		for (Page page : site.pages()) {
			page.write();
		}
		return search.toScript();
	}

}

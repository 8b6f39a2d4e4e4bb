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

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SiteGenerator}, with pages as Asciidoctor renders them.
 *
 * @author the azure-postgres-tls contributors
 */
class SiteGeneratorTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void writePages() throws IOException {
		write("index.html", "Guide", """
				<div class="sect1"><h2 id="start">Start</h2><div class="sectionbody"><ul>
				<li><p><a href="one.html">one.html</a></p></li>
				<li><p><a href="later.html">later.html</a></p></li></ul></div></div>
				<div class="sect1"><h2 id="planned">Planned</h2><div class="sectionbody"><ul>
				<li><p><a href="much-later.html">much-later.html</a></p></li></ul></div></div>
				<div class="sect1"><h2 id="more">More</h2><div class="sectionbody"><ul>
				<li><p><a href="two.html">two.html</a></p></li></ul></div></div>""");
		write("one.html", "First page", """
				<div id="preamble"><p>Before all sections.</p></div>
				<div class="sect1"><h2 id="part">Part</h2><div class="sectionbody"><p>In the part.</p>
				<div class="sect2"><h3 id="detail">Detail</h3><p>In the detail.</p></div></div></div>""");
		write("two.html", "Second page", "<p>Short.</p>");
	}

	@Test
	void listsAllPagesAndTheirSections() throws IOException {
		SiteGenerator.generate(this.directory);
		Document page = read("two.html");
		assertThat(page.select("#site-nav > h2").eachText()).containsExactly("Start", "More");
		assertThat(page.select("#site-nav a").eachAttr("href")).containsExactly("one.html", "one.html#part",
				"one.html#detail", "two.html");
		assertThat(page.select("#site-nav a").eachText()).containsExactly("First page", "Part", "Detail",
				"Second page");
	}

	@Test
	void marksTheCurrentPageAndOpensItsSections() throws IOException {
		SiteGenerator.generate(this.directory);
		assertThat(read("one.html").select("[aria-current=page]").eachText()).containsExactly("First page");
		assertThat(read("one.html").select("details[open]")).hasSize(1);
		assertThat(read("two.html").select("[aria-current=page]").eachText()).containsExactly("Second page");
		assertThat(read("two.html").select("details[open]")).isEmpty();
	}

	@Test
	void linksThePagesInTheirOrder() throws IOException {
		SiteGenerator.generate(this.directory);
		assertThat(read("index.html").select("#site-pager a").eachText()).containsExactly("Next: First page");
		assertThat(read("one.html").select("#site-pager a").eachText()).containsExactly("Previous: Guide",
				"Next: Second page");
		assertThat(read("two.html").select("#site-pager a").eachText()).containsExactly("Previous: First page");
	}

	@Test
	void leavesOutWhatDoesNotExist() throws IOException {
		SiteGenerator.generate(this.directory);
		assertThat(read("index.html").select("#content li").eachText()).containsExactly("First page", "Second page");
		assertThat(read("index.html").select("#content h2").eachText()).containsExactly("Start", "More");
	}

	@Test
	void refusesPageThatIsNotListed() throws IOException {
		write("three.html", "Third page", "");
		assertThatIllegalStateException().isThrownBy(() -> SiteGenerator.generate(this.directory))
			.withMessage("The page 'index.html' doesn't list [three.html]");
	}

	@Test
	void namesReferencesAfterTheirTarget() throws IOException {
		write("two.html", "Second page",
				"""
						<a href="one.html">one.html</a> <a href="one.html#one">one.html</a> <a href="one.html#detail">one.html</a>
						<a href="one.html#detail">another text</a> <a href="#name">two.html</a> <a href="two.html#name">two.html</a>
						<a id="name"></a><code>a.name</code>""");
		SiteGenerator.generate(this.directory);
		assertThat(read("two.html").select("#content > a[href]").eachText()).containsExactly("First page", "First page",
				"Detail", "another text", "two.html", "a.name");
	}

	@Test
	void refusesReferencesToNothing() throws IOException {
		Files.createFile(this.directory.resolve("present.png"));
		write("two.html", "Second page", """
				<a href="none.html">1</a> <a href="one.html#none">2</a> <a href="#none">3</a> <img src="none.png">
				<a href="one.html#detail">4</a> <a href="https://example.org/none">5</a> <img src="present.png">""");
		assertThatIllegalStateException().isThrownBy(() -> SiteGenerator.generate(this.directory)).withMessage("""
				References to nothing:
				two.html: none.html
				two.html: one.html#none
				two.html: #none
				two.html: none.png""");
	}

	@Test
	void indexesEachSectionOnce() throws IOException {
		assertThat(SiteGenerator.generate(this.directory)).startsWith("const searchEntries = [")
			.contains(
					"{\"url\":\"one.html\",\"page\":\"First page\",\"section\":\"\",\"text\":\"Before all sections.\"}",
					"{\"url\":\"one.html#part\",\"page\":\"First page\",\"section\":\"Part\",\"text\":\"In the part.\"}",
					"{\"url\":\"one.html#detail\",\"page\":\"First page\",\"section\":\"Detail\",\"text\":\"In the detail.\"}",
					"{\"url\":\"two.html\",\"page\":\"Second page\",\"section\":\"\",\"text\":\"Short.\"}");
	}

	@Test
	void indexesEachPropertyOnce() throws IOException {
		write("two.html", "Second page", """
				<p>All.</p><table class="tableblock"><tbody><tr><td><p><a id="a-name"></a><code>a.name</code></p></td>
				<td><p>Its text.</p></td></tr></tbody></table>""");
		assertThat(SiteGenerator.generate(this.directory)).contains(
				"{\"url\":\"two.html\",\"page\":\"Second page\",\"section\":\"\",\"text\":\"All.\"}",
				"{\"url\":\"two.html#a-name\",\"page\":\"Second page\",\"section\":\"a.name\",\"text\":\"a.name Its text.\"}");
	}

	@Test
	void putsTablesIntoBoxes() throws IOException {
		write("two.html", "Second page", "<table class=\"tableblock\"></table>");
		SiteGenerator.generate(this.directory);
		assertThat(read("two.html").select(".table-box > table")).hasSize(1);
	}

	private Document read(String name) throws IOException {
		return Jsoup.parse(this.directory.resolve(name));
	}

	private void write(String name, String title, String content) throws IOException {
		Files.writeString(this.directory.resolve(name), """
				<html><head></head><body id="%s">
				<div id="banner-container" role="banner"><div id="banner" role="banner"></div></div>
				<div id="tocbar-container"></div>
				<div id="main"><div id="doc"><div id="header"><h1>%s</h1></div><div id="content">%s</div></div></div>
				</body></html>""".formatted(name.replace(".html", ""), title, content));
	}

}

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.azurepostgrestls.test.AzureHosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page and its lab in a browser.
 * <p>
 * They write screenshots into {@code target/screenshots} and, with
 * {@code -Dscreenshots.update=true}, those of the guide.
 *
 * @author the azure-postgres-tls contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(EmbeddedServer.class)
class PageInBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Path IMAGES = Path.of("..", "docs", "src", "docs", "asciidoc", "images");

	private static final int IMAGE_LIMIT = 200_000;

	private static final String INTERMEDIATE = ".chain li:nth-child(2) .fingerprint";

	private static Browser browser;

	@BeforeAll
	static void start() throws Exception {
		browser = Browser.start();
		EmbeddedServer.start();
	}

	@AfterAll
	static void close() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void open(@LocalServerPort int port) {
		browser.resize(1200, 900, false);
		browser.prefer("light");
		browser.open("http://localhost:%d/".formatted(port));
		awaitStatus("Verified");
		// The connection that was verified may have been closed by the test before
		browser.eventually(".chain", (chain) -> assertThat(chain.isDisplayed()).isTrue());
		browser.run("window.sinceItWasOpened = true");
	}

	@AfterEach
	void restore() {
		assertThat(browser.run("return window.sinceItWasOpened")).as("the page was not reloaded").isEqualTo(true);
		browser.button("Restore the server").click();
		awaitStatus("Verified");
	}

	@ParameterizedTest
	@CsvSource({ "Certificate for another name, HOSTNAME_MISMATCH, other.example.com",
			"Expired certificate, CERTIFICATE_EXPIRED, expired",
			"Certificate of another root, UNTRUSTED_ROOT, Another Test Root",
			"Missing intermediate certificate, INCOMPLETE_CHAIN, only its own certificate",
			"Server refuses TLS, SERVER_REFUSED_TLS, doesn't speak TLS",
			"Man in the middle without the key, HANDSHAKE_FAILED, didn't prove that it has the key" })
	void showsRefusalAndRecovery(String button, String reason, String description) {
		browser.button(button).click();
		awaitStatus("Refused");
		browser.eventually(".problem",
				(problem) -> assertThat(problem.getText()).contains("Reason: " + reason)
					.contains(description)
					.contains("What to do:"));
		browser.button("Restore the server").click();
		awaitStatus("Verified");
		browser.eventually(".last-failure", (failure) -> assertThat(failure.getText()).contains(reason, "What to do:"));
	}

	@Test
	void showsAnOlderProtocol() {
		assertThat(browser.find(".facts").getText()).contains("TLSv1.3");
		browser.button("TLS 1.2 only").click();
		browser.eventually(".facts", (facts) -> assertThat(facts.getText()).contains("TLSv1.2"));
		awaitStatus("Verified");
		browser.button("Restore the server").click();
		browser.eventually(".facts", (facts) -> assertThat(facts.getText()).contains("TLSv1.3"));
	}

	@Test
	void followsARotation() {
		String before = browser.find(INTERMEDIATE).getText();
		browser.button("Rotated certificate").click();
		browser.eventually(INTERMEDIATE,
				(intermediate) -> assertThat(intermediate.getText()).hasSize(before.length()).isNotEqualTo(before));
		awaitStatus("Verified");
		assertThat(browser.find("#lab-result").getText()).isEqualTo("Applied: Rotated certificate");
		browser.button("Restore the server").click();
		browser.eventually(INTERMEDIATE, (intermediate) -> assertThat(intermediate.getText()).isEqualTo(before));
	}

	@Test
	void showsChainAndRootInUse() {
		assertThat(browser.find(".chain").getText()).containsSubsequence("Server", AzureHosts.SERVER, "Intermediate",
				"Root");
		assertThat(browser.find(".roots").getText()).contains("In use");
		assertThat(browser.run("return document.querySelectorAll('.validity rect').length")).isEqualTo(3L);
		// Today is within the validity of the server's certificate
		assertThat(browser.run("""
				const bar = document.querySelector('.validity rect').getBoundingClientRect();
				const today = document.querySelector('.validity line.today').getBoundingClientRect();
				return bar.left <= today.left && today.right <= bar.right;
				""")).isEqualTo(true);
	}

	@Test
	void isUsedWithTheKeyboard() {
		browser.press(Keys.TAB);
		assertThat(browser.focused().getText()).isEqualTo("Skip to the connections");
		assertThat(browser.focused().getSize().getWidth()).isGreaterThan(100);
		tabTo("Expired certificate");
		assertThat(browser.focused().getCssValue("outline-style")).isEqualTo("solid");
		browser.press(Keys.ENTER);
		awaitStatus("Refused");
		assertThat(browser.focused().getText()).isEqualTo("Expired certificate");
	}

	@Test
	void keepsTheFocusWhenTheConnectionsChange() {
		browser.press(Keys.TAB);
		tabTo("Copy");
		String id = browser.focused().getAttribute("id");
		browser.run("document.querySelector('.card').dataset.old = ''");
		browser.run("document.querySelector('button[value=ROTATION]').click()");
		browser.eventually(".card:not([data-old])",
				(card) -> assertThat(browser.focused().getAttribute("id")).isEqualTo(id));
	}

	@Test
	void tellsScreenReadersWhatChanged() {
		assertThat(browser.find("#announcement").getAttribute("role")).isEqualTo("status");
		browser.button("Certificate of another root").click();
		browser.eventually("#announcement", (announcement) -> assertThat(announcement.getAttribute("textContent"))
			.isEqualTo("dataSource Refused UNTRUSTED_ROOT"));
		browser.button("Restore the server").click();
		browser.eventually("#announcement", (announcement) -> assertThat(announcement.getAttribute("textContent"))
			.isEqualTo("dataSource Verified"));
	}

	@Test
	void copiesAFingerprint() {
		browser.allowClipboard();
		String fingerprint = browser.find(".chain .fingerprint").getText();
		browser.find(".chain button").click();
		browser.eventually(".chain button", (button) -> assertThat(button.getText()).isEqualTo("Copied"));
		assertThat(browser.await("navigator.clipboard.readText()")).isEqualTo(fingerprint);
	}

	@Test
	void selectsAFingerprintWhereThereIsNoClipboard() {
		browser.run("delete Navigator.prototype.clipboard");
		String fingerprint = browser.find(".chain .fingerprint").getText();
		browser.find(".chain button").click();
		browser.eventually(".chain button", (button) -> assertThat(button.getText()).isEqualTo("Selected"));
		assertThat(browser.await("Promise.resolve(getSelection().toString())")).isEqualTo(fingerprint);
	}

	@Test
	void isAccessibleInLightAndDark() {
		for (String colorScheme : List.of("light", "dark")) {
			browser.prefer(colorScheme);
			assertThat(browser.accessibilityViolations()).as(colorScheme).isEqualTo(List.of());
		}
		browser.button("Expired certificate").click();
		awaitStatus("Refused");
		for (String colorScheme : List.of("light", "dark")) {
			browser.prefer(colorScheme);
			assertThat(browser.accessibilityViolations()).as(colorScheme).isEqualTo(List.of());
		}
	}

	@Test
	void isDarkWherePreferred() throws IOException {
		String light = browser.find("body").getCssValue("background-color");
		browser.prefer("dark");
		assertThat(browser.find("body").getCssValue("background-color")).isNotEqualTo(light);
		saveImage("tls-at-work-dark.png");
	}

	@Test
	void fitsAPhone() throws IOException {
		browser.resize(360, 800, true);
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		save("phone.png");
		browser.button("Certificate of another root").click();
		awaitStatus("Refused");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
	}

	@Test
	void isDepictedInTheGuide() throws IOException {
		saveImage("tls-at-work.png");
		browser.button("Certificate of another root").click();
		awaitStatus("Refused");
		browser.eventually(".problem", (problem) -> assertThat(problem.getText()).contains("UNTRUSTED_ROOT"));
		browser.run("window.scrollTo(0, 0)");
		saveImage("tls-refused.png");
	}

	private static void awaitStatus(String status) {
		browser.eventually(".status", (element) -> assertThat(element.getText()).endsWith(status));
	}

	private static void tabTo(String button) {
		for (int i = 0; i < 30 && !browser.focused().getText().equals(button); i++) {
			browser.press(Keys.TAB);
		}
		assertThat(browser.focused().getText()).isEqualTo(button);
	}

	private static void saveImage(String name) throws IOException {
		byte[] image = save(name);
		assertThat(image).hasSizeLessThan(IMAGE_LIMIT);
		if (Boolean.getBoolean("screenshots.update")) {
			Files.createDirectories(IMAGES);
			Files.write(IMAGES.resolve(name), image);
		}
	}

	private static byte[] save(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		byte[] image = browser.screenshot();
		Files.write(SCREENSHOTS.resolve(name), image);
		return image;
	}

}

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the generated guide in a browser, from local files.
 *
 * @author the azure-postgres-tls contributors
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuideInBrowserTests {

	private static final Path SITE = Path.of("target", "generated-docs").toAbsolutePath();

	private ChromeDriver browser;

	@BeforeAll
	void startBrowser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(InstalledProgram.require("chromium").toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(InstalledProgram.require("chromedriver").toFile())
			.build();
		this.browser = new ChromeDriver(service, options);
	}

	@AfterAll
	void stopBrowser() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@BeforeEach
	void useWideScreen() {
		preferColors("light");
		setWidth(1280);
	}

	@Test
	void noPageIsWiderThanAPhone() throws IOException {
		setWidth(360);
		try (Stream<Path> files = Files.list(SITE)) {
			List<Path> pages = files.filter((file) -> file.toString().endsWith(".html")).toList();
			assertThat(pages).hasSizeGreaterThan(1).allSatisfy((page) -> {
				this.browser.get(page.toUri().toString());
				assertThat(this.browser
					.executeScript("const root = document.documentElement; return root.scrollWidth - root.clientWidth"))
					.isEqualTo(0L);
			});
		}
	}

	@Test
	void showsTheReasonsOfTheRunbook() {
		open("runbook.html");
		WebElement reason = this.browser.findElement(By.cssSelector("#site-nav a[href='runbook.html#untrusted-root']"));
		assertThat(reason.isDisplayed()).isTrue();
		reason.click();
		assertThat(this.browser.getCurrentUrl()).endsWith("/runbook.html#untrusted-root");
	}

	@Test
	void showsNavigationOnAPhoneOnRequest() {
		setWidth(360);
		open("runbook.html");
		WebElement button = this.browser.findElement(By.id("site-nav-button"));
		WebElement navigation = this.browser.findElement(By.id("site-nav"));
		assertThat(navigation.isDisplayed()).isFalse();
		button.sendKeys(Keys.ENTER);
		assertThat(navigation.isDisplayed()).isTrue();
		assertThat(button.getDomAttribute("aria-expanded")).isEqualTo("true");
		navigation.findElement(By.tagName("a")).sendKeys(Keys.ESCAPE);
		assertThat(navigation.isDisplayed()).isFalse();
		assertThat(this.browser.switchTo().activeElement()).isEqualTo(button);
	}

	@Test
	void givesPropertiesTheWholeWidthOfAPhone() {
		setWidth(360);
		open("properties.html");
		assertThat(this.browser.findElements(By.cssSelector(".properties td"))).isNotEmpty()
			.allSatisfy((cell) -> assertThat(cell.getSize().getWidth()).isGreaterThan(300))
			.allSatisfy((cell) -> assertThat(cell.getDomProperty("scrollWidth"))
				.isEqualTo(cell.getDomProperty("clientWidth")));
	}

	@Test
	void startsWithALinkToTheText() {
		open("runbook.html");
		this.browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
		assertThat(this.browser.switchTo().activeElement().getDomAttribute("href")).isEqualTo("#header");
	}

	@Test
	void findsAReason() {
		open("index.html");
		search("untrusted root");
		this.browser.switchTo().activeElement().sendKeys(Keys.ENTER);
		waiting().until(ExpectedConditions.urlMatches("/runbook\\.html#untrusted-root$"));
	}

	@Test
	void findsAPropertyByThePluralOfAWord() {
		open("index.html");
		assertThat(search("cipher suites")).contains("properties.html#azure-postgres-tls-cipher-suites");
	}

	@Test
	void findsASettingThatIsPasted() {
		open("index.html");
		assertThat(search("sslmode=disable")).contains("connections.html#contradictions");
	}

	@Test
	void saysWhenNothingIsFound() {
		open("index.html");
		this.browser.findElement(By.tagName("body")).sendKeys("/", "xyzzy");
		waiting().until(ExpectedConditions.textToBe(By.id("search-status"), "0 results"));
	}

	@Test
	void closesTheResultsWithTheKeyboard() {
		open("index.html");
		search("health");
		this.browser.switchTo().activeElement().sendKeys(Keys.TAB, Keys.ESCAPE);
		assertThat(this.browser.findElement(By.id("search-panel")).isDisplayed()).isFalse();
		assertThat(this.browser.switchTo().activeElement()).isEqualTo(this.browser.findElement(By.id("search-text")));
	}

	@Test
	void loadsTheDiagrams() {
		open("how-it-works.html");
		assertThat(this.browser.findElements(By.cssSelector(".diagram img"))).isNotEmpty()
			.allSatisfy((image) -> assertThat(image.getDomProperty("naturalWidth")).isNotEqualTo("0"));
	}

	@Test
	void isDarkWhereTheReaderPrefersIt() {
		preferColors("dark");
		open("index.html");
		assertThat(this.browser.findElement(By.tagName("body")).getCssValue("background-color"))
			.isEqualTo("rgba(27, 31, 35, 1)");
	}

	@ParameterizedTest
	@CsvSource({ "getting-started.html, light, 1280", "how-it-works.html, dark, 360", "properties.html, light, 360",
			"runbook.html, dark, 1280", "runbook.html, light, 360" })
	void isAccessible(String page, String colors, int width) throws IOException {
		preferColors(colors);
		setWidth(width);
		open(page);
		this.browser.executeScript(axe());
		assertThat(this.browser.executeAsyncScript("""
				const done = arguments[0];
				axe.run().then((result) => done(result.violations.flatMap((violation) =>
				    violation.nodes.map((node) => violation.id + ": " + node.html))));"""))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isEmpty();
	}

	private static String axe() throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js");
		return scripts[0].getContentAsString(StandardCharsets.UTF_8);
	}

	private List<String> search(String words) {
		this.browser.findElement(By.tagName("body")).sendKeys("/", words);
		By results = By.cssSelector("#search-results a");
		return waiting().until(ExpectedConditions.numberOfElementsToBeMoreThan(results, 0))
			.stream()
			.map((result) -> String.valueOf(result.getDomAttribute("href")))
			.toList();
	}

	private WebDriverWait waiting() {
		return new WebDriverWait(this.browser, Duration.ofSeconds(30));
	}

	private void open(String page) {
		this.browser.get(SITE.resolve(page).toUri().toString());
	}

	private void preferColors(String colors) {
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
	}

	private void setWidth(int width) {
		this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
	}

}

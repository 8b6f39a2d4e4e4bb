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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chromium without a window, as Debian's packages install it.
 *
 * @author the azure-postgres-tls contributors
 */
final class Browser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start the browser. The calling test is skipped where it isn't installed, but not in
	 * CI.
	 * @return the browser
	 */
	static Browser start() {
		boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (Boolean.parseBoolean(System.getenv("CI"))) {
			assertThat(installed).as("Chromium and its driver are installed, for in CI no test is skipped").isTrue();
		}
		Assumptions.assumeTrue(installed, "Chromium is not installed");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
		return new Browser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(),
				options));
	}

	void open(String url) {
		this.driver.get(url);
	}

	void resize(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
	}

	void prefer(String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	void allowClipboard() {
		this.driver.executeCdpCommand("Browser.grantPermissions",
				Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	WebElement find(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	WebElement button(String text) {
		return this.driver.findElement(By.xpath("//button[normalize-space()='%s']".formatted(text)));
	}

	Object run(String script, Object... arguments) {
		Object result = this.driver.executeScript(script, arguments);
		return (result != null) ? result : "";
	}

	Object await(String script) {
		Object result = this.driver.executeAsyncScript("const done = arguments[0]; (%s).then(done)".formatted(script));
		return (result != null) ? result : "";
	}

	/**
	 * Wait until what the page shows is as expected.
	 * @param css selects the element
	 * @param assertions what is expected of the element
	 */
	void eventually(String css, ThrowingConsumer<WebElement> assertions) {
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertions.accept(find(css)));
	}

	/**
	 * Return the rules of the Web Content Accessibility Guidelines (WCAG), levels A and
	 * AA, and of good practice that the page breaks.
	 * @return the findings of axe
	 */
	Object accessibilityViolations() {
		run(axe());
		return await(
				"""
						axe.run(document).then((results) => results.violations
							.map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.html + node.failureSummary).join(', ')))
						""");
	}

	private static String axe() {
		try {
			Resource[] scripts = new PathMatchingResourcePatternResolver()
				.getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js");
			return scripts[0].getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}

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

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The chapter of the guide about what a failure looks like.
 *
 * @author the azure-postgres-tls contributors
 */
class FailureChapter {

	private static final Pattern EXPLANATION = Pattern.compile(
			"APPLICATION FAILED TO START.+^Description:\n\n(.+)\n\nAction:\n\n(.+)",
			Pattern.MULTILINE | Pattern.DOTALL);

	private final StringBuilder text = new StringBuilder(
			"""
					[[failures]]
					= What a failure looks like

					This chapter shows what the sample application says about each failure: in the startup error, in xref:health.adoc[] and in
					the innermost exception of `DataSource.getConnection()`.
					A test makes each failure happen and compares the texts with these; only ports, times and paths differ.
					""");

	private final CapturedOutput output;

	FailureChapter(CapturedOutput output) {
		this.output = output;
	}

	/**
	 * Add a failure to connect.
	 * @param title what has failed
	 * @param situation one sentence that says why
	 * @param application the application that fails
	 */
	void add(String title, String situation, ConfiguredSample application) {
		Explanation explanation = addStart(title, situation, application);
		// Flyway would connect; a pool would wait for a second before it fails
		ConfiguredSample lazy = application.with("spring.flyway.enabled", "false")
			.with("spring.datasource.type", SimpleDriverDataSource.class.getName());
		try (ConfigurableApplicationContext context = lazy.run()) {
			addHealth(explanation, health(context), application);
			Throwable exception = catchThrowableOfType(SQLException.class,
					() -> context.getBean(DataSource.class).getConnection().close());
			addException(explanation, NestedExceptionUtils.getMostSpecificCause(exception), application);
		}
	}

	/**
	 * Add a failure that stops each start.
	 * @param title what has failed
	 * @param situation one sentence that says why
	 * @param application the application that fails
	 * @return the startup error
	 */
	Explanation addStart(String title, String situation, ConfiguredSample application) {
		int before = this.output.getOut().length();
		assertThatException().isThrownBy(application::run);
		String printed = this.output.getOut().substring(before).replace("\r\n", "\n");
		assertThat(printed).containsOnlyOnce("APPLICATION FAILED TO START").doesNotContain("\tat ");
		Matcher matcher = EXPLANATION.matcher(application.show(printed.stripTrailing()));
		assertThat(matcher.find()).as(printed).isTrue();
		Explanation explanation = new Explanation(matcher.group(1), matcher.group(2));
		String id = title.toLowerCase(Locale.ROOT).replace(' ', '-');
		this.text.append("\n[[failure-%s]]\n== %s\n\n%s\n".formatted(id, title, situation));
		addBlock("Startup error",
				"Description:\n\n%s\n\nAction:\n\n%s".formatted(explanation.description(), explanation.action()));
		return explanation;
	}

	private void addHealth(Explanation explanation, Map<?, ?> details, ConfiguredSample application) {
		String reason = String.valueOf(details.get("reason"));
		String description = application.show(String.valueOf(details.get("description")));
		String action = application.show(String.valueOf(details.get("action")));
		if (explanation.description().endsWith("(%s). %s".formatted(reason, description))
				&& explanation.action().equals(action)) {
			this.text.append(
					"\nHealth has the same text, and the reason xref:runbook.adoc#%s[].\n".formatted(anchor(reason)));
		}
		else {
			addBlock("Health", "reason: %s\ndescription: %s\naction: %s".formatted(reason, description, action));
			this.text.append("\nThe runbook has more: xref:runbook.adoc#%s[].\n".formatted(anchor(reason)));
		}
	}

	private static String anchor(String reason) {
		return reason.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private void addException(Explanation explanation, Throwable exception, ConfiguredSample application) {
		String message = application.show(String.valueOf(exception.getMessage()));
		if (message.equals(explanation.description() + " " + explanation.action())) {
			this.text.append("The exception, `%s`, has it too.\n".formatted(exception.getClass().getName()));
		}
		else {
			addBlock("Exception", "%s: %s".formatted(exception.getClass().getName(), message));
		}
	}

	private void addBlock(String title, String content) {
		this.text.append("\n.%s\n....\n%s\n....\n".formatted(title, content));
	}

	private static Map<?, ?> health(ConfigurableApplicationContext context) {
		Map<String, Object> health = RestTestClient.bindToServer()
			.baseUrl(ConfiguredSample.urlOf(context))
			.build()
			.get()
			.uri("/actuator/health/azurePostgresTls")
			.exchange()
			.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.returnResult()
			.getResponseBody();
		return (Map<?, ?>) health.get("details");
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	/**
	 * What Spring Boot prints last.
	 *
	 * @param description what has happened
	 * @param action what to do
	 */
	record Explanation(String description, String action) {

	}

}

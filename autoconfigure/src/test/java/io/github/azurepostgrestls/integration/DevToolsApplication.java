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

package io.github.azurepostgrestls.integration;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import io.github.azurepostgrestls.autoconfigure.AzurePostgresTlsAutoConfiguration;
import io.github.azurepostgrestls.jdbc.DataSourceSecurer;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application that Spring Boot's dev tools restart until it says that nothing of its
 * former contexts is left.
 *
 * @author the azure-postgres-tls contributors
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ AzurePostgresTlsAutoConfiguration.class, DataSourceAutoConfiguration.class,
		JdbcTemplateAutoConfiguration.class })
public class DevToolsApplication {

	static final int RESTARTS = 3;

	private static final String FORMER = "former";

	/**
	 * Run the application.
	 * @param args the command line arguments
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(DevToolsApplication.class, args);
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		print("Starter from %s, protocol %s, connections %s".formatted(loader(DataSourceSecurer.class),
				jdbc.queryForObject("select version from pg_stat_ssl where pid = pg_backend_pid()", String.class),
				jdbc.queryForObject("select count(*) from pg_stat_activity where datname = current_database()",
						String.class)));
		List<Reference<?>> former = former();
		if (former.size() < 2 * RESTARTS) {
			former.add(new WeakReference<>(context));
			former.add(new WeakReference<>(context.getBean(DataSourceSecurer.class)));
			new Thread(() -> Restarter.getInstance().restart()).start();
			return;
		}
		new Thread(() -> exitOnceCollected(former)).start();
	}

	private static void exitOnceCollected(List<Reference<?>> former) {
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			if (!former.stream().allMatch((reference) -> reference.refersTo(null))) {
				throw new AssertionError(former.stream().map(Reference::get).toList());
			}
		});
		print("Nothing left");
		System.exit(0);
	}

	// Known to all class loaders
	@SuppressWarnings("unchecked")
	private static List<Reference<?>> former() {
		return (List<Reference<?>>) System.getProperties().computeIfAbsent(FORMER, (name) -> new ArrayList<>());
	}

	private static String loader(Class<?> type) {
		return type.getClassLoader().getClass().getSimpleName();
	}

	private static void print(String line) {
		System.out.println(line);
	}

}

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

package io.github.azurepostgrestls.benchmarks;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import com.sun.management.OperatingSystemMXBean;
import io.github.azurepostgrestls.test.TlsPostgres;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that starts, opens a connection, says what that has cost and ends.
 *
 * @author the azure-postgres-tls contributors
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	/**
	 * Start the application.
	 * @param args its properties
	 * @throws Exception if it can't connect
	 */
	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(StartedApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("logging.level.root", "warn", "spring.datasource.username",
				TlsPostgres.USER, "spring.datasource.password", TlsPostgres.PASSWORD));
		try (ConfigurableApplicationContext context = application.run(args);
				Connection connection = context.getBean(DataSource.class).getConnection()) {
			connection.getAutoCommit();
			long wall = ManagementFactory.getRuntimeMXBean().getUptime();
			long cpu = Duration
				.ofNanos(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime())
				.toMillis();
			System.out.println(Start.MARKER + wall + " " + cpu);
		}
	}

}

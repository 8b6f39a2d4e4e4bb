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
import java.net.ServerSocket;

import io.github.azurepostgrestls.test.AzureHosts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.test.context.support.DynamicPropertyRegistrarBeanInitializer;

/**
 * Runs the sample application on an embedded server: the demo.
 *
 * @author the azure-postgres-tls contributors
 */
public final class TestSampleApplication {

	private static final int PORT = 8080;

	private TestSampleApplication() {
	}

	/**
	 * Run the demo.
	 * @param args the command line arguments
	 * @throws IOException if the server can't be started
	 */
	public static void main(String[] args) throws IOException {
		AzureHosts.install();
		// The embedded server logs before Spring Boot has configured logging
		LoggingSystem.get(TestSampleApplication.class.getClassLoader()).beforeInitialize();
		System.out.println("Starting PostgreSQL with TLS. The first start unpacks it, which takes longer.");
		if (!isFree(PORT)) {
			System.out.printf("Port %d is in use: the demo takes a free port.%n", PORT);
			System.setProperty("demo.port", "0");
		}
		EmbeddedServer.start();
		SpringApplication.from(SampleApplication::main)
			.with(EmbeddedServer.class, Demo.class)
			.withAdditionalProfiles("demo")
			.run(args);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What a test context has of itself, and where to look.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Demo {

		@Bean
		static DynamicPropertyRegistrarBeanInitializer dynamicPropertyRegistrarBeanInitializer() {
			return new DynamicPropertyRegistrarBeanInitializer();
		}

		@EventListener
		void tellWhereToLook(ApplicationReadyEvent ready) {
			Environment environment = ready.getApplicationContext().getEnvironment();
			String port = environment.getRequiredProperty("local.server.port");
			String count = environment.matchesProfiles("r2dbc")
					? "\n  curl http://localhost:%s/notes/count".formatted(port) : "";
			System.out.println("""

					Every connection to %1$s is verified. Open in a browser:

					  http://localhost:%2$s/
					  http://localhost:%2$s/actuator/health

					Or try:

					  curl http://localhost:%2$s/actuator/health/azurePostgresTls
					  curl http://localhost:%2$s/notes -H 'Content-Type: application/json' -d '{"text":"Hello"}'%3$s

					Ctrl+C stops the application and its database.
					""".formatted(AzureHosts.SERVER, port, count));
		}

	}

}

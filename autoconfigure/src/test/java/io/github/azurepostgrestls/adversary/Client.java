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

package io.github.azurepostgrestls.adversary;

import java.sql.Connection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.azurepostgrestls.observation.ConnectionObservation;
import io.github.azurepostgrestls.observation.ConnectionObservations;
import io.github.azurepostgrestls.test.AzureHosts;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;

import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * What connects, without a pool.
 *
 * @author the azure-postgres-tls contributors
 */
enum Client {

	JDBC {

		@Override
		ApplicationContextRunner contextRunner(String name, int port, String parameters) {
			return Attempt.contextRunner(name,
					"jdbc:postgresql://%s:%d/%s?%s".formatted(AzureHosts.SERVER, port, Attempt.DATABASE, parameters));
		}

		@Override
		void connect(ApplicationContext context, Runnable whileConnected) throws Exception {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				whileConnected.run();
			}
		}

	},

	R2DBC {

		// Netty doesn't know the names of this JVM
		@Override
		ApplicationContextRunner contextRunner(String name, int port, String parameters) {
			String url = "r2dbc:postgresql://127.0.0.1:%d/%s?%s".formatted(port, Attempt.DATABASE,
					durations(parameters));
			return Attempt.observed()
				.withPropertyValues("azure.postgres.tls.server-name=" + AzureHosts.SERVER)
				.withBean(name, ConnectionFactory.class,
						() -> ConnectionFactoryBuilder.withOptions(ConnectionFactoryOptions.parse(url).mutate())
							.username(Attempt.USER)
							.password(Attempt.PASSWORD)
							.build());
		}

		// The driver has no time limit for reads, and reads seconds in this form only
		private String durations(String parameters) {
			return Stream.of(parameters.split("&"))
				.filter((parameter) -> !parameter.startsWith("socketTimeout"))
				.map((parameter) -> parameter.replaceFirst("=(\\d+)", "=PT$1S"))
				.collect(Collectors.joining("&"));
		}

		@Override
		void connect(ApplicationContext context, Runnable whileConnected) {
			try {
				Mono.usingWhen(context.getBean(ConnectionFactory.class).create(),
						(connection) -> Mono.fromRunnable(whileConnected), io.r2dbc.spi.Connection::close)
					.block();
			}
			finally {
				// The driver closes afterwards
				ConnectionObservation observation = context.getBean(ConnectionObservations.class)
					.all()
					.iterator()
					.next();
				Awaitility.await().until(() -> observation.liveSessions().isEmpty());
			}
		}

		@Override
		boolean throwsReasonsOf(RogueCase rogue) {
			return super.throwsReasonsOf(rogue) || rogue.reasons().contains(RogueCase.TIMED_OUT);
		}

	};

	abstract ApplicationContextRunner contextRunner(String name, int port, String parameters);

	abstract void connect(ApplicationContext context, Runnable whileConnected) throws Exception;

	/**
	 * Return whether the reason stands in what is thrown.
	 * @param rogue the case
	 * @return whether it does: the drivers have words of their own for what happens in a
	 * login
	 */
	boolean throwsReasonsOf(RogueCase rogue) {
		return !rogue.isVerified();
	}

}

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

package io.github.azurepostgrestls.lab;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsPostgres;

/**
 * Changes the server and closes the connections of the pool, so that the next one meets
 * the change.
 *
 * @author the azure-postgres-tls contributors
 */
class Lab {

	private final TlsPostgres server;

	private final Interceptor interceptor;

	private final HikariDataSource dataSource;

	Lab(TlsPostgres server, Interceptor interceptor, HikariDataSource dataSource) {
		this.server = server;
		this.interceptor = interceptor;
		this.dataSource = dataSource;
	}

	synchronized void run(Experiment experiment) {
		boolean intercepting = experiment == Experiment.MAN_IN_THE_MIDDLE;
		if (intercepting) {
			this.interceptor.intercept(true);
		}
		experiment.changeServer(this.server);
		this.interceptor.intercept(intercepting);
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		this.server.closeConnections();
	}

}

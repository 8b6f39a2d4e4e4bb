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

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import io.github.azurepostgrestls.test.TlsPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Changes the server and makes the pool notice at once.
 *
 * @author the azure-postgres-tls contributors
 */
class Lab {

	private static final Log logger = LogFactory.getLog(Lab.class);

	// Hikari's default would keep the page waiting for half a minute
	private static final long CONNECTION_TIMEOUT = 1000;

	private final TlsPostgres server;

	private final HikariDataSource dataSource;

	Lab(TlsPostgres server, HikariDataSource dataSource) {
		this.server = server;
		this.dataSource = dataSource;
	}

	synchronized void run(Experiment experiment) {
		this.server.restore();
		experiment.changeServer(this.server);
		this.dataSource.setConnectionTimeout(CONNECTION_TIMEOUT);
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		this.server.closeConnections();
		connect();
	}

	// Whether that is refused, the page shows
	private void connect() {
		try (Connection connection = this.dataSource.getConnection()) {
			logger.debug("Connected: " + connection);
		}
		catch (SQLException ex) {
			logger.debug("Refused", ex);
		}
	}

}

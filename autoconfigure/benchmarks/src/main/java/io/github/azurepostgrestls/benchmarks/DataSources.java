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

import javax.sql.DataSource;

import io.github.azurepostgrestls.test.TlsPostgres;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.postgresql.Driver;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Three ways to connect with a verified server, without a pool.
 *
 * @author the azure-postgres-tls contributors
 */
@State(Scope.Benchmark)
public class DataSources {

	private DataSource starter;

	private DataSource rival;

	private DataSource floor;

	@Setup(Level.Trial)
	public void create(Database database, Application application) throws Exception {
		this.starter = application.unpooled();
		this.rival = unpooled(database.verifiedUrl());
		this.floor = unpooled(database.url() + FloorSocketFactory.query(FloorSocketFactory.class, database.root()));
	}

	static DataSource unpooled(String url) {
		return new SimpleDriverDataSource(new Driver(), url, TlsPostgres.USER, TlsPostgres.PASSWORD);
	}

	/**
	 * Return the starter's.
	 * @return secured by the starter
	 */
	DataSource starter() {
		return this.starter;
	}

	/**
	 * Return what applications have without the starter.
	 * @return the driver's own verify-full
	 */
	DataSource rival() {
		return this.rival;
	}

	/**
	 * Return the least.
	 * @return one SSLContext for all connections, with the trust manager of the JDK
	 */
	DataSource floor() {
		return this.floor;
	}

}

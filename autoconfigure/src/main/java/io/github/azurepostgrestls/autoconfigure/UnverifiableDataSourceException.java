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

package io.github.azurepostgrestls.autoconfigure;

import java.sql.SQLException;

import io.github.azurepostgrestls.diagnosis.Diagnosis;

/**
 * A DataSource that had to be verified at start couldn't be.
 *
 * @author the azure-postgres-tls contributors
 */
public class UnverifiableDataSourceException extends RuntimeException {

	private final String dataSource;

	private final transient Diagnosis diagnosis;

	/**
	 * Create a new {@link UnverifiableDataSourceException} instance.
	 * @param dataSource the name of the DataSource
	 * @param diagnosis why no connection could be opened
	 * @param cause the exception of the DataSource
	 */
	public UnverifiableDataSourceException(String dataSource, Diagnosis diagnosis, SQLException cause) {
		super(diagnosis.describe(dataSource), cause);
		this.dataSource = dataSource;
		this.diagnosis = diagnosis;
	}

	/**
	 * Return the name of the DataSource.
	 * @return the name
	 */
	public String getDataSource() {
		return this.dataSource;
	}

	/**
	 * Return why it couldn't be verified.
	 * @return the diagnosis
	 */
	public Diagnosis getDiagnosis() {
		return this.diagnosis;
	}

}

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

import io.github.azurepostgrestls.diagnosis.Diagnosis;
import io.github.azurepostgrestls.properties.ConnectionBean;

/**
 * A server that had to be verified at start couldn't be.
 *
 * @author the azure-postgres-tls contributors
 */
public class UnverifiableServerException extends RuntimeException {

	private final transient ConnectionBean bean;

	private final transient Diagnosis diagnosis;

	/**
	 * Create a new {@link UnverifiableServerException} instance.
	 * @param bean what connects to it
	 * @param diagnosis why no connection could be opened
	 * @param cause the exception of the bean
	 */
	public UnverifiableServerException(ConnectionBean bean, Diagnosis diagnosis, Exception cause) {
		super(diagnosis.describe(bean), cause);
		this.bean = bean;
		this.diagnosis = diagnosis;
	}

	/**
	 * Return what connects to the server.
	 * @return the bean
	 */
	public ConnectionBean getBean() {
		return this.bean;
	}

	/**
	 * Return why it couldn't be verified.
	 * @return the diagnosis
	 */
	public Diagnosis getDiagnosis() {
		return this.diagnosis;
	}

}

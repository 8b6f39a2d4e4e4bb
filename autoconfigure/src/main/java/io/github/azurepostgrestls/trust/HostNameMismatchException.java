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

package io.github.azurepostgrestls.trust;

import java.security.cert.CertificateException;

/**
 * The chain of a server is trusted, but its certificate doesn't name the server.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public class HostNameMismatchException extends CertificateException {

	/**
	 * Create a new {@link HostNameMismatchException} instance.
	 * @param message whose rule the names break
	 */
	public HostNameMismatchException(String message) {
		super(message);
	}

	HostNameMismatchException(CertificateException cause) {
		super(cause.getMessage(), cause);
	}

}

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

package io.github.azurepostgrestls.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions that the application gets: of the JDK's types that callers know,
 * with the explanation as the message of the innermost one. Pools, frameworks and error
 * trackers show that message. What was thrown inside is suppressed.
 *
 * @author the azure-postgres-tls contributors
 */
final class ExplainedFailures {

	private ExplainedFailures() {
	}

	/**
	 * Create the exception for a failure.
	 * @param failure the failure
	 * @param explanation why the connection failed and what to do
	 * @return the exception, without a cause
	 */
	static IOException create(Exception failure, String explanation) {
		IOException exception = create(failure, failure.getCause(), explanation);
		exception.addSuppressed(failure);
		return exception;
	}

	private static IOException create(Exception failure, @Nullable Throwable cause, String explanation) {
		if (failure instanceof SocketTimeoutException) {
			return new SocketTimeoutException(explanation);
		}
		if (failure instanceof HandshakeFailedException || failure instanceof CertificateException
				|| failure instanceof SSLException) {
			return new SSLHandshakeException(explanation);
		}
		if (cause instanceof UnknownHostException) {
			return new UnknownHostException(explanation);
		}
		return (cause instanceof ConnectException) ? new ConnectException(explanation) : new IOException(explanation);
	}

}

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

package io.github.azurepostgrestls.text;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception whose message holds text of an unverified peer that must not be
 * shown as it is, in a stack trace for example: its class, its message escaped and cut,
 * and its stack trace.
 *
 * @author the azure-postgres-tls contributors
 */
public final class UntrustedException extends Exception {

	private static final int LIMIT = 500;

	private UntrustedException(Throwable original, @Nullable Throwable cause) {
		super(UntrustedText.show(String.valueOf(original), LIMIT), cause);
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Make an exception harmless to show.
	 * @param exception the exception
	 * @return the same if its message and those of its causes are harmless, otherwise
	 * what stands for it and its causes
	 */
	public static Throwable harmless(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (!UntrustedText.show(message, LIMIT).equals(message)) {
				return standIn(exception);
			}
		}
		return exception;
	}

	private static Throwable standIn(Throwable exception) {
		Throwable cause = exception.getCause();
		return new UntrustedException(exception, (cause != null) ? standIn(cause) : null);
	}

}

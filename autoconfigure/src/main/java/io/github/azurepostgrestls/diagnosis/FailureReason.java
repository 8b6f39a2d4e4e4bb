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

package io.github.azurepostgrestls.diagnosis;

/**
 * Why a connection could not be made securely: one vocabulary for errors, health, metrics
 * and documentation.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public enum FailureReason {

	/** The server answered that it doesn't speak TLS. */
	SERVER_REFUSED_TLS,

	/** Something was about to be sent in the clear; it was not. */
	PLAINTEXT_REFUSED,

	/** The chain ends in a root that isn't trusted. */
	UNTRUSTED_ROOT,

	/** The server didn't send the certificates between its own and the root. */
	INCOMPLETE_CHAIN,

	/** The certificate doesn't name the host. */
	HOSTNAME_MISMATCH,

	/** A certificate of the chain has expired. */
	CERTIFICATE_EXPIRED,

	/** A certificate of the chain isn't valid yet. */
	CERTIFICATE_NOT_YET_VALID,

	/** A certificate of the chain is revoked. */
	CERTIFICATE_REVOKED,

	/** It can't be found out whether a certificate is revoked, and that is demanded. */
	REVOCATION_UNKNOWN,

	/** A certificate uses a key or signature that is too weak. */
	WEAK_CERTIFICATE,

	/** The server speaks no TLS version that is new enough. */
	PROTOCOL_TOO_OLD,

	/** The TLS handshake failed for another reason. */
	HANDSHAKE_FAILED,

	/** The server was not verified in time. */
	CONNECTION_TIMED_OUT,

	/** The server was verified and refused the user or the password. */
	LOGIN_REFUSED,

	/** The server was verified and has no such database. */
	DATABASE_NOT_FOUND,

	/**
	 * The server was verified and lets no client of this address, user and database in.
	 */
	CLIENT_NOT_ALLOWED,

	/** The server was verified and has no connection left. */
	TOO_MANY_CONNECTIONS,

	/** The server was verified and is starting or stopping. */
	SERVER_STARTING,

	/** The connection failed before TLS, or after it. */
	CONNECTION_FAILED

}

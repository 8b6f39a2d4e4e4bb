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

package io.github.azurepostgrestls.certificate;

/**
 * Why a certificate, and with it the server that presented it, is refused.
 *
 * @author the azure-postgres-tls contributors
 */
public enum CertificateProblem {

	/** It isn't valid any more. */
	EXPIRED,

	/** It isn't valid yet. */
	NOT_YET_VALID,

	/** Its key or signature is too weak. */
	WEAK,

	/** The JVM's own rules forbid its key or signature. */
	FORBIDDEN_BY_JVM,

	/** It restricts its usage, and not to servers. */
	NOT_FOR_SERVERS,

	/** It breaks another rule of its path, such as a constraint of its issuer. */
	RULE_BROKEN,

	/** It is a root that isn't trusted. */
	UNTRUSTED_ROOT,

	/** It is a configured root that can't be trusted, for example as it has expired. */
	UNUSABLE_ROOT,

	/** A root of its issuer's name is trusted, but didn't sign it. */
	OTHER_ROOT_KEY,

	/** Its issuer is neither trusted nor presented. */
	MISSING_ISSUER,

	/** It doesn't name the host. */
	OTHER_HOST_NAME

}

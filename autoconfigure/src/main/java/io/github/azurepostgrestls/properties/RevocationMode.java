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

package io.github.azurepostgrestls.properties;

/**
 * Whether certificates are checked for revocation (RFC 5280, 6.3, and RFC 6960), and what
 * happens when that can't be found out.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public enum RevocationMode {

	/**
	 * They are not.
	 */
	NONE,

	/**
	 * A revoked certificate is refused. One whose state can't be found out is accepted.
	 */
	SOFT_FAIL,

	/**
	 * A certificate is refused unless it is known not to be revoked.
	 */
	HARD_FAIL

}

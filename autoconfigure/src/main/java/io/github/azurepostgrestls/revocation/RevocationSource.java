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

package io.github.azurepostgrestls.revocation;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Someone on the network to ask whether a certificate is revoked.
 *
 * @author the azure-postgres-tls contributors
 */
interface RevocationSource {

	/**
	 * Ask.
	 * @param question the question
	 * @param limit how long to wait for the whole of the answer
	 * @return the answer
	 * @throws IOException if there is none
	 * @throws GeneralSecurityException if it isn't one
	 */
	RevocationAnswer ask(RevocationQuestion question, Duration limit) throws IOException, GeneralSecurityException;

	/**
	 * Return where this asks.
	 * @return the address
	 */
	URI address();

}

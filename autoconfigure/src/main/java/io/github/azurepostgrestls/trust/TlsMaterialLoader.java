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

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;

/**
 * Where trust comes from, and how to tell that it has changed.
 *
 * @author the azure-postgres-tls contributors
 */
interface TlsMaterialLoader {

	/**
	 * Return what changes when that which is loaded may have changed. It must cost next
	 * to nothing: each new connection asks.
	 * @return something to compare with an earlier version
	 */
	Object version();

	/**
	 * Return whether {@link #version()} looks at files, which may take time.
	 * @return whether it does
	 */
	boolean looksAtFiles();

	/**
	 * Load what is there now.
	 * @return the material
	 * @throws InvalidTlsConfigurationException if it can't be used
	 */
	TlsMaterial load();

	/**
	 * Return where that is.
	 * @return a description for the log
	 */
	String describe();

}

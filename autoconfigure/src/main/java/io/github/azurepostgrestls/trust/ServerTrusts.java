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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azurepostgrestls.properties.InvalidTlsConfigurationException;

import org.springframework.core.io.ResourceLoader;

/**
 * One {@link ServerTrust} for each list of root certificates, shared by the DataSources
 * that trust the same.
 *
 * @author the azure-postgres-tls contributors
 * @since 0.1.0
 */
public final class ServerTrusts {

	private final ResourceLoader resourceLoader;

	private final Map<List<String>, ServerTrust> trusts = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link ServerTrusts} instance.
	 * @param resourceLoader what loads {@code classpath:} locations
	 */
	public ServerTrusts(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	/**
	 * Return the trust in some roots.
	 * @param property the full name of the property that lists the locations, for errors
	 * @param locations the locations, empty for the bundled roots
	 * @return the trust
	 * @throws InvalidTlsConfigurationException if a location can't be used
	 */
	public ServerTrust of(String property, List<String> locations) {
		return this.trusts.computeIfAbsent(List.copyOf(locations),
				(key) -> new ServerTrust(RootCertificates.load(property, key, this.resourceLoader)));
	}

}

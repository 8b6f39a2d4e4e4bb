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

import io.github.azurepostgrestls.trust.AzureRootCertificates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.log.LogMessage;

/**
 * Registers the bundled Azure roots as an SSL bundle, for Spring Boot's own views and for
 * other clients of the database.
 *
 * @author the azure-postgres-tls contributors
 */
final class AzurePostgresSslBundleRegistrar implements SslBundleRegistrar {

	static final String NAME = "azure-postgres";

	private static final Log logger = LogFactory.getLog(AzurePostgresSslBundleRegistrar.class);

	private final ResourceLoader resourceLoader;

	AzurePostgresSslBundleRegistrar(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	@Override
	public void registerBundles(SslBundleRegistry registry) {
		if (registry instanceof SslBundles bundles && bundles.getBundleNames().contains(NAME)) {
			logger.info(LogMessage.format("The SSL bundle '%s' of the application is kept", NAME));
			return;
		}
		registry.registerBundle(NAME, AzureRootCertificates.asSslBundle(this.resourceLoader));
	}

}
